"""Plans of topics on their pages: made, imported, followed, reported; material and homework."""

import io
import re

import pytest

from models.journal.lesson import Lesson, homework_of
from models.journal.plans.plan import PlanTopic, PlanVersion, SheetMapping, TopicPlan
from tests.plans import MATHS, follow, make_cast_plan

SHEET = "№\tТема урока\tЧасы\n1\tПовторение\t1\n2\tДроби\tмного\n3\tПроценты\t2"
PLANS = "/teacher/plans/"


@pytest.fixture
def plan(cast, in_school) -> int:
    """anna's plan, followed by 5-А's mathematics."""
    with in_school() as session:
        made = make_cast_plan(cast)
        follow(cast, made)
        session.commit()
        return made.id


@pytest.fixture
def pair(cast, in_school) -> str:
    with in_school() as session:
        lesson = session.get(Lesson, cast.lessons[MATHS])
        return f"{lesson.journal.course_id}-5"


@pytest.fixture
def lesson(cast) -> str:
    return f"/teacher/lessons/{cast.lessons[MATHS]}/"


def form(**more) -> dict:
    return {"topic": "", "homework": "", "version": "1"} | more


def topics(in_school) -> list[tuple]:
    with in_school() as session:
        newest = session.query(PlanVersion).order_by(PlanVersion.id.desc()).first()
        rows = session.query(PlanTopic).filter_by(version_id=newest.id)
        return [(t.name, t.hours) for t in rows.order_by(PlanTopic.position)]


def test_pasted_columns_are_looked_at_before_anything_is_written(as_, pair, in_school):
    anna = as_("anna")
    page = anna.post(f"{PLANS}new", {"pair": pair, "text": SHEET})
    assert "Часы пишут целым числом" in page.text and "много" in page.text
    with in_school() as session:
        assert session.query(TopicPlan).count() == 0
    columns = ["", "name", "hours"]
    kept = {"pair": pair, "text": SHEET, "column": columns, "save": "1"}
    assert anna.post(f"{PLANS}new", kept).status_code == 302
    assert topics(in_school) == [("Повторение", 1), ("Проценты", 2)]


def book(rows) -> io.BytesIO:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    target.seek(0)
    return target


def test_a_workbook_is_read_and_its_columns_remembered_per_teacher(as_, pair, in_school):
    rows = [["№", "Содержание", "Кол-во часов"], [1, "Дроби", 3], [2, "Проценты", 1]]
    anna = as_("anna")
    page = anna.post(f"{PLANS}new", {"pair": pair, "file": (book(rows), "ктп.xlsx")})
    text = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page.text)[1]
    assert "Дроби\t3" in text
    kept = {"pair": pair, "text": text, "column": ["", "section", "hours"], "save": "1"}
    assert anna.post(f"{PLANS}new", kept).status_code == 422  # no column is the topic
    kept["column"] = ["", "name", ""]
    assert anna.post(f"{PLANS}new", kept).status_code == 302
    with in_school() as session:
        assert session.query(SheetMapping).one().columns == ["", "name", ""]
    again = anna.post(f"{PLANS}new", {"pair": pair, "file": (book(rows), "ктп.xlsx")})
    assert "Тем 2, часов 2." in again.text and "Так столбцы указали в прошлый раз" in again.text


def test_a_csv_of_an_old_program_is_read(as_, pair):
    content = io.BytesIO("Тема;Часы\r\nДроби;3\r\n".encode("cp1251"))
    page = as_("anna").post(f"{PLANS}new", {"pair": pair, "file": (content, "ктп.csv")})
    assert "Тем 1, часов 3." in page.text


def test_topics_are_changed_in_a_form_and_the_version_before_stays(as_, plan, in_school):
    anna = as_("anna")
    page = anna.get(f"{PLANS}{plan}/topics").text
    keys = re.findall(r'name="key" value="(\d*)"', page)[:4]
    typed = {
        "seen": "1",
        "order": ["1", "3", "2", "4"],
        "key": keys,
        "section": [""] * 4,
        "name": ["Повторение", "Доли", "Проценты", ""],
        "hours": ["1", "3", "1", "2"],
        "term": [""] * 4,
        "homework": [""] * 4,
    }
    assert anna.post(f"{PLANS}{plan}/topics", typed).status_code == 302
    assert topics(in_school) == [("Повторение", 1), ("Проценты", 1), ("Доли", 3)]
    assert anna.post(f"{PLANS}{plan}/topics", typed).status_code == 409
    wrong = typed | {"seen": "2", "hours": ["1", "0", "1", "2"]}
    refused = anna.post(f"{PLANS}{plan}/topics", wrong)
    assert refused.status_code == 422 and "Часов от 1 до 60" in refused.text
    assert "Доли" in refused.text
    assert "Прежние варианты" in anna.get(f"{PLANS}{plan}/").text


def test_a_lesson_proposes_the_next_topic_and_takes_it(as_, plan, lesson, cast, in_school):
    anna = as_("anna")
    assert "По плану: <b>Повторение</b>" in anna.get(lesson).text
    journal = anna.get(f"/teacher/journals/{cast.journals[MATHS]}/").text
    assert "По плану (клавиша Т): Повторение" in journal
    assert anna.post(lesson, form(take="1")).status_code == 302
    with in_school() as session:
        found = session.get(Lesson, cast.lessons[MATHS])
        assert (found.topic, homework_of(found.id).text) == ("Повторение", "§ 1")


def test_one_key_in_the_grid_takes_the_topic_once(as_, plan, lesson, cast):
    anna, script = as_("anna"), {"HX-Request": "true"}
    for _ in range(2):  # the second sending of one key gets the first's answer
        answer = anna.post(f"{lesson}plan-topic", {"key": "t1"}, headers=script)
        assert answer.status_code == 200 and 'data-topic="Повторение"' in answer.text
    assert anna.post(f"{lesson}plan-topic", {"key": "t2"}, headers=script).status_code == 422


def test_several_topics_are_taken_into_one_lesson(as_, plan, lesson, cast, in_school):
    data = form(take="1", plan_topic=["1", "3"])
    assert as_("anna").post(lesson, data).status_code == 302
    with in_school() as session:
        assert session.get(Lesson, cast.lessons[MATHS]).topic == "Повторение; Проценты"


def test_the_report_says_who_is_behind_and_leaves_as_a_workbook(as_, plan, officials):
    import python_calamine

    page = as_("dora").get("/deputy_head/school/plans/")
    assert "Математика · 5-А" in page.text and "6-А" not in page.text
    found = as_("director").get("/director/school/plans/report.xlsx")
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(found.data))
    rows = sheet.get_sheet_by_index(0).to_python()
    line = next(row for row in rows if row[:2] == ["5-А", "Математика"])
    assert line[3:7] == ["Математика 5", 7, 1, 1]


def test_a_teacher_takes_the_hours_of_the_own_journals_as_a_workbook(as_, plan, lesson):
    import python_calamine

    anna = as_("anna")
    assert f'href="{PLANS}hours.xlsx"' in anna.get(PLANS).text
    found = anna.get(f"{PLANS}hours.xlsx")
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(found.data))
    rows = rows.get_sheet_by_index(0).to_python()
    assert "Часы по планам тем на" in rows[0][0]
    names = [(row[0], row[1]) for row in rows[3:]]
    assert ("5-А", "Математика") in names and ("5-А", "Английский язык") not in names
    planned = next(row for row in rows if row[:2] == ["5-А", "Математика"])
    assert planned[4] == 7 and planned[12] == "темы не записаны"


def test_material_is_seen_by_the_family_and_goes_when_removed(as_, lesson, cast, in_school):
    anna, maria = as_("anna"), as_("maria")
    png = io.BytesIO(b"\x89PNG\r\n\x1a\n1234")
    sent = anna.post(f"{lesson}materials", {"file": (png, "схема.png"), "title": "Схема"})
    assert sent.status_code == 302
    petya = cast.students["petya"]
    diary = maria.get(f"/parent/children/{petya}/diary/?week=2026-W47").text
    path = re.search(r'href="(/parent/[^"]+/materials/\d+)"', diary)[1]
    assert maria.get(path).data.startswith(b"\x89PNG")
    number = path.rsplit("/", 1)[1]
    assert anna.post(f"{lesson}materials/{number}/removing").status_code == 302
    assert maria.get(path).status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"url": "javascript:alert(1)"}, "Ссылка начинается с https://"),
        ({}, "Выберите файл или вставьте ссылку"),
        ({"file": (b"MZ", "игра.exe")}, "Материал бывает файлом"),
        ({"file": (b"MZ", "игра.pdf")}, "это не .pdf"),
    ],
)
def test_what_is_no_material_is_refused_with_the_reason(as_, lesson, fields, said):
    files = {n: (io.BytesIO(v[0]), v[1]) for n, v in fields.items() if n == "file"}
    answer = as_("anna").post(f"{lesson}materials", fields | files)
    assert answer.status_code == 422 and said in answer.text


def test_homework_of_one_pupil_is_read_by_that_family_alone(as_, lesson, cast):
    olya, petya = cast.students["olya"], cast.students["petya"]
    anna = as_("anna")
    assert anna.post(lesson, form(own_student=petya, own_text="Карточка 3")).status_code == 302
    week = "diary/?week=2026-W47"
    assert "Карточка 3" in as_("maria").get(f"/parent/children/{petya}/{week}").text
    assert anna.post(lesson, form(own_student=olya, own_text="Тайна")).status_code == 302
    assert "Тайна" not in as_("maria").get(f"/parent/children/{petya}/{week}").text


def test_a_pupil_of_another_class_gets_no_own_homework(as_, lesson, cast):
    data = form(own_student=cast.students["fedya"], own_text="Карточка")
    answer = as_("anna").post(lesson, data)
    assert answer.status_code == 422 and "нет в списке группы" in answer.text


def test_the_days_homework_of_a_class_is_added_up_and_judged(as_, lesson, cast):
    english = f"/teacher/lessons/{cast.lessons['5-А', 'Английский язык']}/"
    set_by_boris = form(homework="Слова", minutes="100")
    assert as_("boris").post(english, set_by_boris).status_code == 302
    anna = as_("anna")
    assert "Уже задано ≈ 100 мин из 120" in anna.get(lesson).text
    anna.post(lesson, form(homework="№ 5", minutes="30"))
    assert "классу на этот день задано 130 мин, можно 120" in anna.get(lesson).text
    wrong = anna.post(lesson, form(homework="№ 5", version="2", minutes="сто"))
    assert wrong.status_code == 422 and 'value="сто"' in wrong.text


def test_a_lesson_is_copied_where_the_teacher_may_write(as_, plan, lesson, cast, in_school):
    from models.office.order import ELECTRONIC, ModeDecision

    with in_school() as session:
        session.query(ModeDecision).filter_by(
            class_group_id=cast.classes["5-Б"]
        ).one().mode = ELECTRONIC
        session.commit()
    anna, there = as_("anna"), cast.lessons["5-Б", "Математика"]
    anna.post(lesson, form(topic="Дроби", homework="№ 7", minutes="20"))
    assert anna.post(f"{lesson}copies", {"to": there}).status_code == 302
    with in_school() as session:
        found = session.get(Lesson, there)
        assert (found.topic, homework_of(there).minutes) == ("Дроби", 20)
        found.topic = "Своё"
        session.commit()
    anna.post(lesson, form(topic="Проценты", homework="№ 8", version="2"))
    anna.post(f"{lesson}copies", {"to": there})
    with in_school() as session:
        assert session.get(Lesson, there).topic == "Своё"
