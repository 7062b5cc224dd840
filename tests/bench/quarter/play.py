"""The quarter played: Klass starts at each moment of the school's clock, and people work."""

import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.bench.ground import free_port, served
from tests.bench.quarter import script
from tests.bench.quarter.moved import show
from tests.bench.quarter.office import office_deeds
from tests.bench.quarter.people import Somebody
from tests.bench.quarter.script import Deed, Lesson

MOVED = "tests.bench.quarter.moved"
ROOMS = {"director": "director", "admin": "administrator"}
ROOMS |= dict.fromkeys(("olga", "nina", "tamara"), "operator")
_LESSON = text(
    "SELECT lesson.id FROM lesson JOIN journal ON journal.id = lesson.journal_id "
    "JOIN study_group ON study_group.id = journal.study_group_id "
    "JOIN course ON course.id = journal.course_id "
    "WHERE lesson.on_date = :day AND study_group.name = :grp AND course.name = :course"
)


class Play:
    """One playing of the quarter on one database."""

    def __init__(self, environment: dict, url: str):
        self.environment, self.base = environment, create_engine(url)
        self.address, self.there = "", {}
        self.starts = self.sent = 0

    def run(self) -> None:
        """Everything that happens, in order: between two evenings of control one web server, of
        these evenings each the whole of Klass."""
        teaching, office = script.deeds(), office_deeds()
        evenings = {datetime.combine(day, script.EVENING) for day in script.CONTROLS}
        waiting = sorted({*teaching, *office} - evenings)
        for evening in [*sorted(evenings), datetime.max]:
            until = [moment for moment in waiting if moment < evening]
            waiting = waiting[len(until) :]
            if until:
                with self._web(until[0]):
                    for moment in until:
                        self._at(moment, teaching.get(moment, ()), office.get(moment, ()))
            if evening in evenings:
                with self._whole(evening):
                    self._snapshot(office.get(evening, ()))

    def _at(self, moment: datetime, deeds, acts) -> None:
        show(self.environment["KLASS_DATA"], moment)
        self.there = {}  # who comes back on another day signs in anew
        for deed in deeds:
            self.write(deed)
        for act in acts:
            act(self)

    def _as_at(self, moment: datetime) -> dict:
        return self.environment | {"KLASS_NOW": moment.isoformat(), "WEB_WORKERS": "1"}

    @contextmanager
    def _web(self, moment: datetime):
        show(self.environment["KLASS_DATA"], moment)
        with served(self._as_at(moment), (MOVED,)) as (address, _pid):
            self.address = address
            self.starts += 1
            yield

    @contextmanager
    def _whole(self, moment: datetime):
        """`make run`: web, worker and schedule. Redis remembers by the machine's clock when the
        schedule last looked for what is due; here a fortnight passes in a minute."""
        shutil.rmtree(Path(self.environment["KLASS_DATA"]) / "redis", ignore_errors=True)
        port = free_port()
        environment = self._as_at(moment) | {"PORT": str(port)}
        process = subprocess.Popen(
            [sys.executable, "-m", "jobs.serve"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self.address, self.there = f"http://127.0.0.1:{port}", {}
            self.starts += 1
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)

    def _snapshot(self, acts) -> None:
        """The job takes the snapshot by itself; then whatever else happens that evening."""
        before = self.asked("SELECT count(*) FROM control_snapshot")
        self._until(lambda: self.asked("SELECT count(*) FROM control_snapshot") > before)
        for act in acts:
            act(self)

    def _until(self, holds, seconds: int = 600) -> None:
        for _ in range(seconds * 4):
            if holds():
                return
            time.sleep(0.25)
        raise AssertionError("waited in vain")

    def press_for_snapshot(self) -> None:
        """The administrator's button, and the worker behind it."""
        done = "SELECT count(*) FROM run WHERE kind = 'control' AND state = 'done'"
        before = self.asked(done)
        self.as_("admin").send("/administrator/control/", "/control/")
        self._until(lambda: self.asked(done) > before)

    def asked(self, sql: str, **values):
        """One value by plain SQL: ids that a person would find with the eyes."""
        with self.base.connect() as base:
            return base.execute(text(sql), values).scalar()

    def as_(self, login: str) -> Somebody:
        """Somebody, signed in at this moment."""
        if login not in self.there:
            self.there[login] = Somebody(self.address, login)
        return self.there[login]

    def lesson_id(self, lesson: Lesson) -> int:
        own = {"day": lesson.day.isoformat(), "grp": lesson.group, "course": lesson.course}
        with self.base.connect() as base:
            if base.dialect.name != "sqlite":
                own["day"] = lesson.day
            return base.execute(_LESSON, own).scalar_one()

    def write(self, deed: Deed) -> None:
        """Fill in a lesson's page as the deed says, and save it."""
        room, who = ROOMS.get(deed.login, "teacher"), self.as_(deed.login)
        who.page(f"/{room}/")  # opens the day
        path = f"/{room}/lessons/{self.lesson_id(deed.lesson)}/"
        page = who.page(path)
        form = next(f for f in page.forms if "topic" in f.fields)
        places = [name for name in form.fields if re.fullmatch(r"cell-\d+-\d+", name)]
        fields = {places[place]: said for place, said in deed.cells.items()}
        if deed.topic is not None:
            fields["topic"] = deed.topic
        if deed.homework is not None:
            fields["homework"] = deed.homework
        if deed.is_test:
            column = places[0].split("-")[1]
            fields[f"kind-{column}"] = str(self.asked("SELECT id FROM work_kind WHERE is_test"))
        if deed.check:
            fields["check"] = "1"
        who.text(path, dict(form.form_values()) | fields)
        self.sent += 1
