"""Plans of topics of the demonstration: most courses of grades 5 to 9 follow one, some are
behind; the teacher shown has material (links and files) and homework of single pupils, too."""

from datetime import timedelta
from itertools import groupby
from pathlib import Path
from random import Random

from sqlalchemy import select

from models import clock
from models.audit.bulk import bulk_insert
from models.base import db
from models.demo.cast import Cast
from models.demo.plan import Planner
from models.files.kept import kept
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.journal.plans.homework import IndividualHomework
from models.journal.plans.keeping import Draft, bind, make_plan, save_version
from models.journal.plans.material import LessonMaterial, MaterialFile, brought
from models.journal.plans.report import journals_where
from models.journal.plans.to_come import places_of
from models.people.account import Account
from models.people.employee import Employee
from models.people.student import Student
from models.school.calendar import YearFacts, terms_of
from models.school.groups import HOME, StudyGroup
from models.school.roster import roster
from models.school.teaching import TeachingAssignment

SEED = 7
GRADES = range(5, 10)
WITHOUT = ("Изобразительное", "Музык", "ОБЗР", "Труд")  # whose teachers have brought none yet
EXTRA_EVERY = 6  # each so-many-th plan holds more than its hours allow
LINKS = (
    ("Видеоурок", "https://resh.edu.ru/subject/lesson/7719/start/"),
    ("Тренажёр к теме", "https://resh.edu.ru/subject/lesson/7719/train/"),
)
FILES = (("Карточка по дробям", "material-card.pdf"), ("Схема", "material-scheme.png"))
TASKS = ("Карточка 3", "Сборник, вариант 2, № 4", "Выучить правило, рассказать завтра")


def write_plans(year: YearFacts, cast: Cast, files: Path, data: Path) -> int:
    """Plans for the courses, bound to their journals; returns how many. `files`: where those of
    lessons are taken from, `data`: where they are kept."""
    own = Journal.year_id == year.id, StudyGroup.grade.in_(GRADES), StudyGroup.kind != HOME
    journals = journals_where(*own)
    by_course = {}
    for journal in journals:
        if not journal.course.name.startswith(WITHOUT):
            by_course.setdefault((journal.group.grade, journal.course.id), []).append(journal)
    teachers = _teachers()
    for number, (key, these) in enumerate(sorted(by_course.items()), start=1):
        _plan(year, key, these, teachers, number % EXTRA_EVERY == 0)
    _enrich(cast, _kept_files(files, data))
    return len(by_course)


def _teachers() -> dict[tuple[int, int], int]:
    """(group, course) → the person who teaches it."""
    rows = db.session.execute(
        select(
            TeachingAssignment.study_group_id, TeachingAssignment.course_id, Employee.person_id
        ).join(Employee, Employee.id == TeachingAssignment.employee_id)
    )
    return {(group_id, course_id): person_id for group_id, course_id, person_id in rows}


def _plan(year: YearFacts, key: tuple[int, int], journals: list, teachers: dict, late: bool):
    grade, course_id = key
    whose = [teachers.get((j.group.id, course_id)) for j in journals]
    if not any(whose):
        return
    pair = journals[0].group.id, course_id
    places = places_of(year, frozenset([pair])).get(pair, ())
    if not places:
        return
    plan = make_plan("", course_id, grade, year, next(filter(None, whose)))
    drafts = _drafts(journals[0], [place.day for place in places], grade, late)
    save_version(plan, drafts, year.starts_on, None)
    for journal in journals:
        bind(plan, journal, year.starts_on)


def _drafts(journal, days: list, grade: int, late: bool) -> list[Draft]:
    """The topics the year's lessons will have, runs of one topic as its hours."""
    planner, terms = Planner(Random(SEED)), terms_of(journal.year_id, grade)
    said = []
    for day in days:
        lesson = planner.lesson(journal.id, journal.course.name, grade)
        term = next((t.number for t in terms if day <= t.ends_on), terms[-1].number if terms else 1)
        said.append((lesson["topic"][:300], term, lesson["homework"][:300]))
    drafts = []
    for (topic, term), run in groupby(said, key=lambda one: one[:2]):
        hours = list(run)
        more = 1 if late and len(drafts) % 5 == 4 else 0
        drafts.append(Draft(topic, min(len(hours) + more, 60), "", hours[0][2], term))
    return drafts[:400]


def _child_shown() -> int | None:
    """The pupil whose diary the demonstration shows."""
    account = select(Account.person_id).where(Account.login == "student")
    return db.session.scalar(select(Student.id).where(Student.person_id.in_(account)))


def _kept_files(files: Path, data: Path) -> list[tuple[str, int]]:
    """(title, number) of each file that lessons show; they show the same ones."""
    found = []
    for title, name in FILES:
        with (files / name).open("rb") as stream:
            row = kept(MaterialFile, brought(f"{title}{Path(name).suffix}", stream.read), data)
        db.session.add(row)
        db.session.flush()
        found.append((title, row.id))
    return found


def _enrich(cast: Cast, files: list[tuple[str, int]]) -> None:
    """Material and homework of single pupils in the lessons of the teacher shown."""
    today = clock.today()
    lessons = db.session.scalars(
        select(Lesson)
        .where(
            Lesson.employee_id == cast.teacher,
            Lesson.on_date.between(today - timedelta(days=10), today),
            Lesson.topic != "",
        )
        .order_by(Lesson.on_date.desc(), Lesson.number)
    ).all()
    hand = cast.accounts.get(cast.teacher)
    child = _child_shown()
    material, tasks = [], []
    for n, lesson in enumerate(lessons):
        own = {"lesson_id": lesson.id, "journal_id": lesson.journal_id, "account_id": hand}
        own_file = [files[n % len(files)]]
        shown_here = [(t, url, None) for t, url in LINKS] + [(t, "", i) for t, i in own_file]
        material += [
            own | {"title": title, "url": url, "file_id": file_id, "added_at": clock.now()}
            for title, url, file_id in shown_here
        ]
        group_id = lesson.journal.study_group_id
        seats = [
            s
            for s in roster(group_id, lesson.on_date, lesson.on_date)
            if not s.home_on(lesson.on_date)
        ]
        shown = [seat for seat in seats if seat.student_id == child]
        for seat in shown + [s for s in seats[n % 5 : n % 5 + 2] if s.student_id != child]:
            task = {"student_id": seat.student_id, "text": TASKS[n % 3], "entered_at": clock.now()}
            tasks.append(own | task)
    bulk_insert(db.session, LessonMaterial, material)
    bulk_insert(db.session, IndividualHomework, tasks)
