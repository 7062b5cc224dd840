"""The school of the quarter: four classes, two of them in transition, as it is on its first day."""

from datetime import date, time

START = date(2026, 9, 1)
FIRST = date(2027, 1, 11)  # of the third quarter
PASSWORD = "klass-demo"
CLASSES = {"5-А": (5, "А"), "6-А": (6, "А"), "5-Б": (5, "Б"), "6-Б": (6, "Б")}
ON_PAPER = ("5-Б", "6-Б")
PUPILS = 4  # of a class
STAFF = {  # login → name
    "director": ("Орлова", "Дина"),
    "admin": ("Зайцева", "Алла"),
    "anna": ("Алексеева", "Анна"),
    "boris": ("Борисов", "Борис"),
    "vera": ("Васильева", "Вера"),
    "gleb": ("Глебов", "Глеб"),
    "olga": ("Ольгина", "Ольга"),
    "nina": ("Нинина", "Нина"),
    "tamara": ("Тамарина", "Тамара"),
}
MATHS, ENGLISH, RUSSIAN, TALK = (
    "Математика",
    "Английский язык",
    "Русский язык",
    "Разговоры о важном",
)
TIMETABLE = (  # teacher, group, course, lesson, weekdays
    ("anna", "5-А", MATHS, 1, (1, 3)),
    ("boris", "5-А, 1 гр.", ENGLISH, 2, (1, 3)),
    ("vera", "5-А, 2 гр.", ENGLISH, 4, (1, 3)),
    ("anna", "6-А", MATHS, 2, (1, 3)),
    ("vera", "6-А", ENGLISH, 3, (1, 3)),
    ("boris", "6-А", TALK, 5, (3,)),
    ("anna", "5-Б", MATHS, 3, (1, 3)),
    ("gleb", "5-Б", RUSSIAN, 1, (1, 3)),
    ("anna", "6-Б", MATHS, 4, (1, 3)),
    ("gleb", "6-Б", RUSSIAN, 2, (1, 3)),
)
DUTIES = (
    ("director", "director", ()),
    ("admin", "administrator", ()),
    ("olga", "operator", ("5-Б",)),
    ("nina", "operator", ("6-Б",)),
    ("boris", "class_teacher", ("5-А",)),
    ("vera", "class_teacher", ("6-А",)),
)


def build(founded: bool = False) -> None:
    """Put the school into an empty database (`founded`: one with its year); the caller commits."""
    from models.base import db
    from models.journal.journal import WorkKind
    from models.office.founding import found_school
    from models.school.calendar import the_year

    if not founded:
        found_school("Школа одной четверти", START, demo=True)
    year = the_year(FIRST)
    people = _staff()
    groups = _groups(year.id)
    _teach(year.id, people, groups)
    _appoint(people, groups)
    db.session.add(WorkKind(name="Контрольная работа", short="к/р", is_test=True))
    db.session.flush()


def _staff() -> dict[str, tuple[int, int]]:
    """Login → (person, employee), each with an account."""
    from models import clock
    from models.base import db
    from models.people.account import Account, hash_password
    from models.people.employee import Employee
    from models.people.person import Person

    found, secret = {}, hash_password(PASSWORD)
    for login, (surname, given) in STAFF.items():
        person = Person(surname=surname, given=given)
        db.session.add(person)
        db.session.flush()
        employee = Employee(person_id=person.id)
        account = Account(person_id=person.id, login=login, password_hash=secret)
        account.rules_accepted_at = clock.now()
        db.session.add_all([employee, account])
        db.session.flush()
        found[login] = (person.id, employee.id)
    return found


def _groups(year_id: int) -> dict[str, object]:
    """Classes with their pupils, and two halves of 5-А; group by name."""
    from models.base import db
    from models.office.order import TRANSITION, ModeDecision
    from models.school.groups import HALF, WHOLE, ClassGroup, Membership, StudyGroup

    found = {}
    for name, (grade, letter) in CLASSES.items():
        own = ClassGroup(year_id=year_id, grade=grade, letter=letter)
        db.session.add(own)
        db.session.flush()
        shape = {"year_id": year_id, "grade": grade, "class_group_id": own.id}
        found[name] = StudyGroup(name=name, kind=WHOLE, **shape)
        db.session.add(found[name])
        pupils = _pupils(name, own.id)
        if name in ON_PAPER:
            decision = {"class_group_id": own.id, "mode": TRANSITION, "from_date": START}
            db.session.add(ModeDecision(**decision))
        if name == "5-А":
            for number, half in ((1, pupils[:2]), (2, pupils[2:])):
                title = f"{name}, {number} гр."
                found[title] = StudyGroup(name=title, kind=HALF, **shape)
                db.session.add(found[title])
                db.session.flush()
                seat = {"study_group_id": found[title].id, "from_date": START}
                db.session.add_all([Membership(student_id=one, **seat) for one in half])
    db.session.flush()
    return found


def _pupils(name: str, class_id: int) -> list[int]:
    from models.base import db
    from models.office.paper import GIVEN, FamilyPaper
    from models.people.guardian import Guardianship
    from models.people.person import Person
    from models.people.student import Student
    from models.school.groups import Enrolment

    found = []
    for number in range(1, PUPILS + 1):
        person = Person(surname=f"Ученик{name}{'абвг'[number - 1]}", given="Иван")
        parent = Person(surname=f"Родитель{name}{'абвг'[number - 1]}", given="Мария")
        db.session.add_all([person, parent])
        db.session.flush()
        student = Student(person_id=person.id)
        db.session.add(student)
        db.session.flush()
        seat = {"student_id": student.id, "class_group_id": class_id}
        db.session.add(Enrolment(**seat, from_date=START))
        kin = {"person_id": parent.id, "student_id": student.id}
        db.session.add(Guardianship(**kin, kind="mother"))
        db.session.add_all([FamilyPaper(**kin, kind=k, on_date=START) for k in GIVEN])
        found.append(student.id)
    return found


def _teach(year_id: int, people: dict, groups: dict) -> None:
    from models.base import db
    from models.school.subject import Course, Subject
    from models.school.teaching import TeachingAssignment
    from models.school.timetable import LessonSlot, LessonTime

    courses = {}
    for name in (MATHS, ENGLISH, RUSSIAN, TALK):
        subject = Subject(name=name)
        db.session.add(subject)
        db.session.flush()
        courses[name] = Course(subject_id=subject.id, name=name, marked=name != TALK)
        db.session.add(courses[name])
    db.session.flush()
    for number in range(1, 6):
        begin, end = time(7 + number, 30), time(8 + number, 15)
        db.session.add(LessonTime(year_id=year_id, number=number, starts=begin, ends=end))
    for login, group, course, number, weekdays in TIMETABLE:
        own = {
            "employee_id": people[login][1],
            "study_group_id": groups[group].id,
            "course_id": courses[course].id,
        }
        db.session.add(TeachingAssignment(**own, from_date=START))
        place = {"year_id": year_id, "number": number, "valid_from": FIRST}
        db.session.add_all([LessonSlot(**own, **place, weekday=day) for day in weekdays])


def _appoint(people: dict, groups: dict) -> None:
    from models.base import db
    from models.office.order import Appointment, AppointmentClass

    for login, duty, classes in DUTIES:
        row = Appointment(person_id=people[login][0], duty=duty, from_date=START)
        db.session.add(row)
        db.session.flush()
        for name in classes:
            own = {"appointment_id": row.id, "class_group_id": groups[name].class_group_id}
            db.session.add(AppointmentClass(**own))


def main() -> None:
    """Build it in the environment's database."""
    from app import create_app
    from models import engine
    from models.audit.author import system
    from models.base import db

    with create_app().app_context(), engine.writing():
        db.session.info["author"] = system("the quarter")
        build()
        db.session.commit()


if __name__ == "__main__":
    main()
