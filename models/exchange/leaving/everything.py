"""Everything the school has in one archive, so that it can go elsewhere at any time (5.1(10)).

Tables for people, JSON and OneRoster for programs, the files that were uploaded, every change with
its author, and pages that open without Klass. All of it is streamed into the archive: memory does
not grow with the school. One rule says which journal pages leave (`Pages.may_leave`).
"""

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from models import clock
from models.base import db
from models.exchange.leaving import as_json, audit_lines
from models.exchange.leaving.gate import Gate
from models.exchange.leaving.html_copy import HtmlCopy, classes_of
from models.exchange.leaving.named import everybody
from models.exchange.oneroster.giving import write_roster
from models.exchange.tables.catalogue import TABLES
from models.exchange.tables.journals import Pages
from models.exchange.tables.writing import CSV, XLSX
from models.journal.plans.material import MaterialFile
from models.office.documents.document import DocumentFile
from models.office.paper_file import PaperFile
from models.runs.scans import papers
from models.school.calendar import YearFacts, years
from models.school.school import school_facts

Progress = Callable[[int, int, str], None]
FOLDERS = {
    "index.html": "журналы и дневники: откройте двойным щелчком, Klass для этого не нужен",
    "pages": "страницы, которые открывает index.html",
    "tables": "списки и журналы по учебным годам, Excel и CSV",
    "oneroster-1.2.zip": "люди, классы и предметы в виде OneRoster 1.2",
    "json": "все таблицы базы, по файлу на таблицу; поля и ссылки описаны в datapackage.json",
    "files": "сканы заявлений, согласий и документов, материалы уроков",
    "audit": "все изменения по одному в строке (entries.jsonl), цепочка блоков (blocks.jsonl)",
}


def write_everything(
    target: Path, data: Path, day: date, order: str, progress: Progress | None = None
) -> dict:
    """The archive into a file; `data` is the folder with uploaded files. `order`: the director's
    order under which journals of classes that keep paper leave as well; '' for none."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
        writing = _Archive(out, day, order, progress or (lambda *_: None))
        writing.write(data)
    return {"rows": writing.rows, "note": writing.note()}


@dataclass
class _Archive:
    """The archive while it is written."""

    out: zipfile.ZipFile
    day: date
    order: str
    progress: Progress
    rows: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    done: int = 0
    steps: int = 1

    def write(self, data: Path) -> None:
        begun = [year for year in years() if year.starts_on <= self.day] or years()[:1]
        self.steps = len(begun) * len(TABLES) + len(as_json.tables()) + classes_of(begun) + 3
        for year in begun:
            self._tables(year)
        self._roster()
        self._json()
        self._audit()
        self._files(data)
        self._pages(begun)
        self.out.writestr("Что в архиве.txt", self._about())

    def _step(self, words: str) -> None:
        self.progress(min(self.done, self.steps - 1), self.steps, words)
        self.done += 1

    def _pages_of(self, year: YearFacts) -> Pages:
        return Pages(min(self.day, year.ends_on), paper_too=bool(self.order))

    def _gate(self) -> Gate:
        return Gate(Pages(self.day, paper_too=bool(self.order)))

    def _count(self, what: str, number: int) -> None:
        self.rows[what] = self.rows.get(what, 0) + number

    def note(self) -> str:
        """What was left out, in words; '' where nothing was."""
        return " ".join(self.notes)

    def _tables(self, year: YearFacts) -> None:
        pages, folder = self._pages_of(year), f"tables/{year.name.replace('/', '-')}"
        with TemporaryDirectory() as scratch:
            for table in TABLES.values():
                self._step(f"Выгружаю: {table.title.lower()}, {year.name}")
                for form in (XLSX, CSV):
                    held_back = pages.held_back
                    part = Path(scratch) / f"{table.name}.{form}"
                    number = table.write(part, form, pages)
                    if form == XLSX:
                        pages.held_back = held_back  # counted once, with the csv
                    else:
                        self._count(table.title, number)
                    self.out.write(part, f"{folder}/{table.title}.{form}")
                    part.unlink()
        if pages.note():
            self.notes.append(pages.note())

    def _roster(self) -> None:
        self._step("Выгружаю: OneRoster")
        with TemporaryDirectory() as scratch:
            part = Path(scratch) / "roster"
            write_roster(part, self.day)
            self.out.write(part, "oneroster-1.2.zip")

    def _json(self) -> None:
        gate, number = self._gate(), 0
        for table in as_json.tables():
            self._step(f"Выгружаю: JSON, {table.name}")
            with self._stream(f"json/{table.name}.json") as out:
                number += as_json.write_rows(out, as_json.rows(table, gate))
        made = clock.real_now().isoformat(timespec="seconds")
        self.out.writestr("json/datapackage.json", as_json.package(made))
        self._count("Строк в JSON", number)

    def _audit(self) -> None:
        self._step("Выгружаю: изменения")
        with self._stream("audit/entries.jsonl") as out:
            number = audit_lines.write_lines(out, audit_lines.entries(self._gate()))
        with self._stream("audit/blocks.jsonl") as out:
            audit_lines.write_lines(out, audit_lines.blocks())
        self._count("Изменений", number)

    def _files(self, data: Path) -> None:
        self._step("Выгружаю: файлы")
        leave = as_json.files_that_leave(self._gate())
        lacking = 0
        kinds = {"papers": PaperFile, "material": MaterialFile, "documents": DocumentFile}
        for folder, model in kinds.items():
            query = select(model.id, model.kind, model.stored).order_by(model.id)
            for file_id, kind, stored in db.session.execute(query.execution_options(yield_per=500)):
                there = papers(data) / stored
                if model is MaterialFile and file_id not in leave:
                    continue
                if not there.is_file():
                    lacking += 1
                    continue
                self._copy(there, f"files/{folder}/{file_id}.{kind}")
                self._count("Файлов", 1)
        if lacking:
            self.notes.append(f"Файлов, которых нет на диске: {lacking}.")

    def _copy(self, there: Path, name: str) -> None:
        with there.open("rb") as source, self._stream(name) as out:
            shutil.copyfileobj(source, out, 2**20)

    def _stream(self, name: str):
        return self.out.open(name, "w", force_zip64=True)

    def _pages(self, begun: list[YearFacts]) -> None:
        copy = HtmlCopy(self.out, school_facts(), everybody(), self.note())
        copy.begun = lambda name: self._step(f"Пишу страницы: {name}")
        for year in begun:
            copy.write_year(year, Gate(self._pages_of(year)))
        copy.close(self.day)
        self._count("Страниц для чтения", copy.pages)

    def _about(self) -> str:
        lines = [f"Все данные школы на {self.day:%d.%m.%Y}.", ""]
        lines += [f"{name}: {words}" for name, words in FOLDERS.items()]
        lines += ["", *(f"{title}: {number}" for title, number in self.rows.items()), ""]
        lines.append(f"Основание: {self.order}." if self.order else "Без приказа директора.")
        lines += [*self.notes, "", "Не вошло в JSON:"]
        lines += [f"{table}: {why}" for table, why in as_json.LEFT_OUT.items()]
        return "\ufeff" + "\r\n".join(lines)
