"""«Сведения обо мне»: everything Klass holds about one person and, for a parent, the children."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from models.base import db
from models.exchange.dossier.chapter import Chapter, Subject, counted_chapter, told_chapters
from models.exchange.dossier.past import history, looks
from models.office.paper import FamilyPaper, children_open_to
from models.office.paper_file import PaperFile
from models.people.account import Account
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.student import Student
from models.school.teaching import within


@dataclass(frozen=True)
class Part:
    """One person's data."""

    subject: Subject
    chapters: list[Chapter]


@dataclass(frozen=True)
class Dossier:
    """The person's own part first, then the children's; the files of papers the person brought."""

    parts: list[Part]
    files: list[PaperFile]

    @property
    def name(self) -> str:
        return self.parts[0].subject.name

    @property
    def people(self) -> list[int]:
        """Whose data it holds."""
        return [part.subject.person for part in self.parts]

    def as_json(self) -> list[dict]:
        """The same for programs: people, chapters, rows by head."""
        return [
            {
                "человек": part.subject.name,
                "сведения": {chapter.title: chapter.as_json() for chapter in part.chapters},
            }
            for part in self.parts
        ]


def dossier_of(person: Person, day: date, *, by_themself: bool) -> Dossier:
    """What is held about a person on the day. A parent who asks by oneself gets the children
    whose diary is open (4.4); asked of the school in writing, all whom the parent stands for."""
    theirs = children_open_to(person.id, day) if by_themself else _stands_for(person.id, day)
    children = db.session.scalars(
        select(Person).join(Student, Student.person_id == Person.id).where(Student.id.in_(theirs))
    )
    return Dossier([_part(one) for one in (person, *children)], _files(person.id))


def _stands_for(person_id: int, day: date):
    return select(Guardianship.student_id).where(
        Guardianship.person_id == person_id, within(Guardianship, day)
    )


def _part(person: Person) -> Part:
    subject = subject_of(person)
    own = (history(subject), looks(subject), counted_chapter(subject))
    chapters = [*told_chapters(subject), *(chapter for chapter in own if chapter.rows)]
    return Part(subject, chapters)


def subject_of(person: Person) -> Subject:
    """A person with the numbers of all that they are."""
    numbers = {
        model.__tablename__: db.session.scalar(select(model.id).where(model.person_id == person.id))
        for model in (Student, Employee, Account)
    }
    return Subject(person.full_name, person.id, **numbers)


def _files(person_id: int) -> list[PaperFile]:
    query = select(PaperFile).join(FamilyPaper, FamilyPaper.id == PaperFile.paper_id)
    return list(db.session.scalars(query.where(FamilyPaper.person_id == person_id)))


def lies_there(file: PaperFile, data: Path) -> bool:
    """Whether the bytes of a paper's file are on the disk."""
    return file.path(data).exists()
