"""Timetables of other programs in their less common forms, made for tests: aSc's old form, FET
with grades above classes, double lessons, inactive and unplaced activities."""

from pathlib import Path
from random import Random
from xml.sax.saxutils import quoteattr

_OLD = 'importtype="database" options="idprefix:XML,groupstype1,decimalseparatordot"'
_WEEKS = ("1", "1", "1", "10", "01")  # all, and one lesson of the odd and of the even weeks each


def asc_old_xml(target: Path, classes: list[str], week_lessons: int) -> None:
    """An aSc export of the old form: ids with «*», a day and a period on each card, weeks on the
    lesson. Each class has two groups, which have the first lesson apart, and one double card."""
    chance = Random(len(classes))
    made = {name: [] for name in ("teachers", "classes", "groups", "lessons", "cards")}
    for at, name in enumerate(classes, start=1):
        _old_class(made, at, name, week_lessons, chance)
    subjects = [f'<subject id="*{n}" name="Предмет {n}" short="П{n}"/>' for n in range(1, 10)]
    rooms = [f'<classroom id="*{n}" name="{100 + n}"/>' for n in range(1, len(classes) + 1)]
    periods = [
        f'<period period="{n}" starttime="{7 + n}:10" endtime="{7 + n}:55"/>' for n in range(1, 8)
    ]
    tables = {"periods": periods, "subjects": subjects, "classrooms": rooms} | made
    body = "\n".join(
        f'<{name} options="canadd">{"".join(lines)}</{name}>' for name, lines in tables.items()
    )
    target.write_text(f"<timetable {_OLD}>\n{body}\n</timetable>", "utf-8")


def _old_class(made: dict, at: int, name: str, week_lessons: int, chance: Random) -> None:
    made["classes"].append(f'<class id="*{at}" name={quoteattr(name)}/>')
    made["teachers"] += [
        f'<teacher id="*{2 * at - n}" name="Учителева{at} Анна{n}" gender="F"/>' for n in (1, 0)
    ]
    for n, label in enumerate(("Весь класс", "1 группа", "2 группа")):
        whole = 'entireclass="1"' if n == 0 else 'entireclass="0"'
        made["groups"].append(f'<group id="*{3 * at - n}" name="{label}" classid="*{at}" {whole}/>')
    free = [(day, period) for day in range(5) for period in range(1, 7)]
    chance.shuffle(free)
    free = [place for place in free if place != (4, 6)]
    for number, (day, period) in enumerate(free[:week_lessons]):
        parts = ((1, 0), (2, 1)) if number == 0 else ((0, 0),)
        for group, teacher in parts:
            _old_lesson(made, at, number, (day, period), group, teacher)


def _old_lesson(made: dict, at: int, number: int, place, group: int, teacher: int) -> None:
    lesson = f"*{len(made['lessons']) + 1}"
    weeks = _WEEKS[number % len(_WEEKS)]
    made["lessons"].append(
        f'<lesson id="{lesson}" classids="*{at}" subjectid="*{number % 9 + 1}" periodspercard="1" '
        f'periodsperweek="1.0" teacherids="*{2 * at - teacher}" groupids="*{3 * at - group}" '
        f'weeks="{weeks}"/>'
    )
    day, period = place
    made["cards"].append(
        f'<card lessonid="{lesson}" classroomids="*{at}" day="{day}" period="{period}"/>'
    )


def fet_by_grade_xml(target: Path, grades: int, letters: str, week_lessons: int) -> None:
    """A FET file of version 5: years are grades, groups classes, subgroups halves; the tags of
    constraints are «Day» and «Hour»; every seventh lesson is a double one; one activity of each
    class is not active, one has no place yet."""
    days, hours = ["Пн", "Вт", "Ср", "Чт", "Пт"], [f"{8 + n}:30-{9 + n}:15" for n in range(8)]
    years, activities, times, teachers = [], [], [], []
    for grade in range(1, grades + 1):
        groups = ""
        for letter in letters:
            name = f"{grade}{letter}"
            halves = "".join(f"<Subgroup><Name>{name} gr{n}</Name></Subgroup>" for n in (1, 2))
            groups += f"<Group><Name>{name}</Name>{halves}</Group>"
            teachers.append(f"Учитель{grade} {letter}")
            _fet_class(activities, times, (name, teachers[-1]), week_lessons, (days, hours))
        years.append(f"<Year><Name>{grade}</Name>{groups}</Year>")
    lists = {
        "Days_List": [f"<Day><Name>{day}</Name></Day>" for day in days],
        "Hours_List": [f"<Hour><Name>{hour}</Name></Hour>" for hour in hours],
        "Subjects_List": [f"<Subject><Name>Предмет {n}</Name></Subject>" for n in range(6)],
        "Teachers_List": [f"<Teacher><Name>{name}</Name></Teacher>" for name in teachers],
        "Students_List": years,
        "Activities_List": activities,
        "Rooms_List": [],
        "Time_Constraints_List": times,
        "Space_Constraints_List": [],
    }
    body = "\n".join(f"<{name}>{''.join(rows)}</{name}>" for name, rows in lists.items())
    target.write_text(f'<?xml version="1.0"?>\n<fet version="5.48.1">\n{body}\n</fet>', "utf-8")


def _fet_class(activities: list, times: list, who: tuple, week_lessons: int, week) -> None:
    (name, teacher), (days, hours) = who, week
    at = [0] * len(days)
    for lesson in range(week_lessons):
        number, day = len(activities) + 1, lesson % len(days)
        length = 2 if lesson % 7 == 6 else 1
        students = f"{name} gr1" if lesson == 0 else name
        active = "false" if lesson == week_lessons - 1 else "true"
        activities.append(
            f"<Activity><Teacher>{teacher}</Teacher><Subject>Предмет {lesson % 6}</Subject>"
            f"<Students>{students}</Students><Duration>{length}</Duration><Id>{number}</Id>"
            f"<Active>{active}</Active></Activity>"
        )
        if lesson == week_lessons - 2:
            continue
        times.append(
            f"<ConstraintActivityPreferredStartingTime><Activity_Id>{number}</Activity_Id>"
            f"<Day>{days[day]}</Day><Hour>{hours[at[day]]}</Hour>"
            "</ConstraintActivityPreferredStartingTime>"
        )
        at[day] += length
