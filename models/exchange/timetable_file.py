"""A timetable of any program Klass reads: told by its root, never by its name."""

from pathlib import Path

from models.exchange import asc
from models.exchange.timetable_form import Timetable
from models.refusal import Refused

_OTHERS = {
    "html": "страница сайта",
    "Workbook": "таблица Excel в виде XML",
    "rss": "лента новостей",
    "OneRoster": "выгрузка OneRoster",
    "document": "документ Untis",
}


def read_timetable(path: Path) -> Timetable:
    """The timetable in the file; Refused with what the file is where it is none."""
    root = asc.parsed(path)
    tag = root.tag.rpartition("}")[2]
    if tag == "timetable":
        if root.find("lessons") is None:
            raise Refused(
                "Это файл aSc, но не расписание: в нём нет раздела lessons. "
                "Выгрузите всё расписание целиком."
            )
        return asc.read_root(root)
    if tag.casefold() == "fet":
        from models.exchange import fet

        return fet.read_root(root)
    what = _OTHERS.get(tag, f"файл XML с разделом «{tag[:40]}»")
    raise Refused(f"Это {what}, а нужно расписание aSc (.xml) или FET (.fet).")
