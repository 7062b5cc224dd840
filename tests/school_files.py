"""Files of other schools, countries and sizes, each with a count that knows nothing of the readers.

A maker writes a file and returns what is in it, as whoever wrote the file would count it.
"""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from xml.sax.saxutils import quoteattr

LETTERS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"
SYLLABLES = [
    "Ба",
    "Ве",
    "Го",
    "Ду",
    "Жи",
    "За",
    "Ко",
    "Лу",
    "Ми",
    "Ни",
    "Ор",
    "Пе",
    "Ра",
    "Са",
    "То",
    "Уш",
    "Фо",
    "Хо",
    "Ца",
    "Чу",
    "Шу",
    "Яр",
]
BOYS = ["Артём", "Борис", "Виктор", "Глеб", "Денис", "Егор", "Захар", "Иван", "Кирилл", "Лев"]
GIRLS = ["Анна", "Вера", "Дарья", "Ева", "Зоя", "Инна", "Кира", "Лада", "Майя", "Нина"]


@dataclass
class Counted:
    """What a maker put into its file."""

    numbers: dict[str, int] = field(default_factory=dict)
    classes: set[tuple[int, str]] = field(default_factory=set)
    places: set[tuple] = field(default_factory=set)


def pupils_csv(
    target: Path, pupils: int, *, encoding="utf-8-sig", separator=";", faulty_every=0, parents=False
) -> Counted:
    """A list of so many pupils; each `faulty_every`-th row has a class that no school has."""
    chance = Random(pupils)
    counted = Counted({"rows": pupils, "faults": 0, "parents": 0})
    head = ["Номер", "Фамилия", "Имя", "Отчество", "Дата рожд.", "Класс", "Пол"]
    head += ["Мать", "Телефон"] if parents else []
    with target.open("w", encoding=encoding, newline="") as file:
        rows = csv.writer(file, delimiter=separator)
        rows.writerow(head)
        for number in range(1, pupils + 1):
            girl = chance.random() < 0.5
            surname = _surname(number) + ("а" if girl else "")
            given = chance.choice(GIRLS if girl else BOYS)
            grade, letter = number % 11 + 1, LETTERS[number // 11 % len(LETTERS)]
            birth = f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.{2019 - grade}"
            written = f"{grade}{letter}"
            if faulty_every and number % faulty_every == 0:
                written, counted.numbers["faults"] = "13Ъ", counted.numbers["faults"] + 1
            else:
                counted.classes.add((grade, letter))
            row = [number, surname, given, f"{_syllables(number % 97)}вич", birth, written]
            row.append("ж" if girl else "м")
            if parents:
                row += [f"{_syllables(number)}ва Анна", f"+7900{number:07}"]
                counted.numbers["parents"] += 1
            rows.writerow(row)
    return counted


def _surname(number: int) -> str:
    """Another one for each of some ten thousand numbers."""
    return _syllables(number) + "нов"


def _syllables(number: int) -> str:
    base = len(SYLLABLES)
    parts = [SYLLABLES[number // base**place % base] for place in range(3)]
    return "".join(parts).capitalize()


def _latin(number: int) -> str:
    """A number in letters: no digit stands in people's names."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def asc_2012_xml(target: Path, classes: list[str], week_lessons: int) -> Counted:
    """An aSc export of the form of 2012: masks of days and weeks on the cards, ids of its own.
    `classes`: as that country writes them, each with its own teachers."""
    chance = Random(len(classes))
    head = ['<?xml version="1.0" encoding="UTF-8"?>', '<timetable ascttversion="2012.0.1">']
    head.append('<daysdefs><daysdef id="D1" name="Monday" days="10000"/></daysdefs>')
    head.append(
        '<weeksdefs><weeksdef id="W1" weeks="1"/><weeksdef id="W2" weeks="10"/></weeksdefs>'
    )
    periods = "".join(
        f'<period name="{n}" period="{n}" starttime="{7 + n}:10" endtime="{7 + n}:55"/>'
        for n in range(1, 8)
    )
    subjects = "".join(f'<subject id="S{n}" name="Subject {n}" short="S{n}"/>' for n in range(9))
    rooms = "".join(f'<classroom id="R{n}" name="Room {n}"/>' for n in range(len(classes)))
    teachers, rows, groups, lessons, cards = [], [], [], [], []
    counted = Counted({"lessons": 0, "cards": 0})
    for at, name in enumerate(classes):
        rows.append(f'<class id="C{at}" name={quoteattr(name)}/>')
        groups.append(f'<group id="G{at}" classid="C{at}" name="Entire class" entireclass="1"/>')
        teachers.append(f'<teacher id="T{at}" name="Novak{at} Jan{at}" gender="M"/>')
        free = [(day, period) for day in range(5) for period in range(1, 8)]
        chance.shuffle(free)
        for number in range(week_lessons):
            day, period = free[number]
            subject = f"S{number % 9}"
            lesson, week = f"L{at}-{number}", "10" if number == 0 else "1"
            lessons.append(
                f'<lesson id="{lesson}" subjectid="{subject}" classids="C{at}" groupids="G{at}" '
                f'teacherids="T{at}" periodspercard="1" periodsperweek="1" weeksdefid="W1"/>'
            )
            mask = "".join("1" if day == one else "0" for one in range(5))
            cards.append(
                f'<card lessonid="{lesson}" period="{period}" days="{mask}" weeks="{week}" '
                f'classroomids="R{at}"/>'
            )
            counted.places.add(
                (name, day, period, 1 if number == 0 else 0, f"Subject {number % 9}")
            )
            counted.numbers["lessons"] += 1
            counted.numbers["cards"] += 1
    tables = {"periods": [periods], "subjects": [subjects], "classrooms": [rooms]}
    tables |= {"teachers": teachers, "classes": rows, "groups": groups}
    tables |= {"lessons": lessons, "cards": cards}
    body = [f"<{name}>{''.join(lines)}</{name}>" for name, lines in tables.items()]
    target.write_text("\n".join([*head, *body, "</timetable>"]), "utf-8")
    return counted


def fet_xml(target: Path, classes: list[str], week_lessons: int, *, placed=True) -> Counted:
    """A FET file; each class has two groups, and its last lesson is the second group's alone."""
    counted = Counted({"activities": 0})
    years, activities, times, spaces = [], [], [], []
    days = ["Mon", "Tue", "Wed", "Thu", "Fri"]
    hours = [f"{8 + n}:00-{8 + n}:45" for n in range(7)]
    number = 0
    for at, name in enumerate(classes):
        parts = "".join(f"<Group><Name>{name} gr{n}</Name></Group>" for n in (1, 2))
        years.append(f"<Year><Name>{name}</Name>{parts}</Year>")
        for lesson in range(week_lessons):
            number += 1
            day, hour = lesson % 5, lesson // 5
            who = f"{name} gr2" if lesson == week_lessons - 1 else name
            activities.append(
                f"<Activity><Teacher>Smith{at} Ann</Teacher><Subject>Subject {lesson % 6}</Subject>"
                f"<Students>{who}</Students><Duration>1</Duration><Id>{number}</Id>"
                "<Active>true</Active></Activity>"
            )
            if placed:
                times.append(
                    "<ConstraintActivityPreferredStartingTime><Weight_Percentage>100"
                    f"</Weight_Percentage><Activity_Id>{number}</Activity_Id>"
                    f"<Preferred_Day>{days[day]}</Preferred_Day><Preferred_Hour>{hours[hour]}"
                    "</Preferred_Hour></ConstraintActivityPreferredStartingTime>"
                )
            spaces.append(
                f"<ConstraintActivityPreferredRoom><Activity_Id>{number}</Activity_Id>"
                f"<Room>R{at}</Room></ConstraintActivityPreferredRoom>"
            )
            counted.places.add((who, day, hour + 1, 0, f"Subject {lesson % 6}"))
            counted.numbers["activities"] += 1
    lists = {
        "Days_List": [f"<Day><Name>{day}</Name></Day>" for day in days],
        "Hours_List": [f"<Hour><Name>{hour}</Name></Hour>" for hour in hours],
        "Subjects_List": [f"<Subject><Name>Subject {n}</Name></Subject>" for n in range(6)],
        "Teachers_List": [
            f"<Teacher><Name>Smith{n} Ann</Name></Teacher>" for n in range(len(classes))
        ],
        "Students_List": years,
        "Activities_List": activities,
        "Rooms_List": [f"<Room><Name>R{n}</Name></Room>" for n in range(len(classes))],
        "Time_Constraints_List": times,
        "Space_Constraints_List": spaces,
    }
    body = "\n".join(f"<{name}>{''.join(rows)}</{name}>" for name, rows in lists.items())
    target.write_text(f'<?xml version="1.0"?>\n<fet version="6.9.0">\n{body}\n</fet>', "utf-8")
    return counted


def oneroster_zip(target: Path, version: str, pupils: int) -> Counted:
    """A small district's archive of version 1.1 or 1.2, with a mother for every second pupil."""
    tables: dict[str, list[dict]] = {
        "manifest": [{"propertyName": "oneroster.version", "value": version}],
        "orgs": [{"sourcedId": "o1", "name": "School", "type": "school"}],
        "courses": [
            {"sourcedId": "h", "title": "Homeroom"},
            {"sourcedId": "m", "title": "Maths"},
        ],
        "classes": [
            {
                "sourcedId": f"c{n}",
                "title": f"{n}A",
                "classType": "homeroom",
                "courseSourcedId": "h",
            }
            for n in range(1, 12)
        ],
    }
    users, roles, seats, told = [], [], [], []

    def user(key: str, role: str, family: str, given: str, **more) -> None:
        users.append({"sourcedId": key, "familyName": family, "givenName": given} | more)
        if version == "1.1":
            users[-1]["role"] = role
        else:
            roles.append({"sourcedId": f"r-{key}", "userSourcedId": key, "role": role})

    user("t1", "teacher", "Smith", "Ann", email="ann@school.example")
    for number in range(pupils):
        grade = number % 11 + 1
        more = {"grades": f"{grade:02}", "agentSourcedIds": ""}
        if number % 2 == 0:
            more["agentSourcedIds"] = f"m{number}"
            user(
                f"m{number}",
                "parent",
                f"Family{_latin(number)}",
                "Jane",
                phone=f"+1 555 {number:04}",
            )
            told.append({"sourcedId": f"m{number}", "sex": "female"})
        user(f"p{number}", "student", f"Family{_latin(number)}", "Kim", **more)
        told.append({"sourcedId": f"p{number}", "birthDate": "2015-03-04", "sex": "male"})
        seats.append(
            {
                "sourcedId": f"e{number}",
                "classSourcedId": f"c{grade}",
                "userSourcedId": f"p{number}",
                "role": "student",
            }
        )
    tables |= {"users": users, "enrollments": seats, "demographics": told}
    tables |= {"roles": roles} if roles else {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            archive.writestr(f"{name}.csv", _csv_text(rows))
    return Counted({"pupils": pupils, "parents": (pupils + 1) // 2, "staff": 1})


def _csv_text(rows: list[dict]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
