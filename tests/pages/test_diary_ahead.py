"""«Задано на …»: what a child has to do for the next school day, in one place above the week."""

from datetime import timedelta

from models import clock
from models.journal.lesson import Lesson
from models.journal.plans.homework import IndividualHomework
from models.journal.plans.material import LessonMaterial
from tests.cast import MONDAY
from tests.marks_grid import PAPER

MATHS = ("5-А", "Математика")
HEAD = "Задано на понедельник, 23 ноября"


def give(in_school, cast, homework: str, place=MATHS) -> None:
    with in_school() as session:
        lesson = session.get(Lesson, cast.lessons[place])
        lesson.write("Дроби", homework, seen=lesson.version, account_id=None)
        session.commit()


def block(visitor, child: int) -> str:
    """What stands in the block, with its head; nothing where there is none."""
    page = visitor.get(f"/parent/children/{child}/diary/").text
    return page.split('<section class="day ahead">')[-1].split("</section>")[0] * ("ahead" in page)


def test_the_last_homework_of_each_subject_of_the_day_is_said_with_its_day(as_, cast, in_school):
    give(in_school, cast, "§ 12, № 5")
    told = block(as_("maria"), cast.students["petya"])
    assert HEAD in told and "§ 12, № 5" in told and ">16.11</span>" in told
    assert "Английский язык" not in told  # nothing was set in it yet
    give(in_school, cast, "§ 13")
    told = block(as_("maria"), cast.students["petya"])
    assert "§ 13" in told and "§ 12" not in told
    give(in_school, cast, "Не задано")
    assert "Не задано" in block(as_("maria"), cast.students["petya"])


def test_files_and_the_childs_own_homework_are_there_too(as_, cast, in_school):
    give(in_school, cast, "§ 12")
    own = {"lesson_id": cast.lessons[MATHS], "journal_id": cast.journals[MATHS]}
    with in_school() as session:
        session.add(LessonMaterial(**own, title="Схема", url="https://school.example/1"))
        for name, text in (("petya", "повторить таблицу"), ("olya", "написать доклад")):
            said = {"student_id": cast.students[name], "text": text, "entered_at": clock.now()}
            session.add(IndividualHomework(**own, **said))
        session.commit()
    told = block(as_("maria"), cast.students["petya"])
    assert "https://school.example/1" in told and "повторить таблицу" in told
    assert "написать доклад" not in told


def test_the_diary_of_a_class_on_paper_has_no_such_block(as_, cast, in_school):
    give(in_school, cast, "§ 12", PAPER)
    page = as_("ivan").get(f"/parent/children/{cast.students['fedya']}/diary/")
    assert page.status_code == 200 and "Задано на" not in page.text


def test_another_week_does_not_repeat_it_and_sunday_shows_it(as_, cast, in_school, on_day):
    give(in_school, cast, "§ 12")
    path = f"/parent/children/{cast.students['petya']}/diary/"
    assert HEAD not in as_("maria").get(f"{path}?week=2026-W46").text
    on_day(MONDAY + timedelta(days=6))
    assert HEAD in as_("maria").get(path).text


def test_the_link_to_today_is_there_only_where_today_is_on_the_page(as_, cast, on_day):
    path = f"/parent/children/{cast.students['petya']}/diary/"
    on_day(MONDAY + timedelta(days=2))
    assert 'href="#today"' in as_("maria").get(path).text
    on_day(MONDAY + timedelta(days=5))  # a Saturday without lessons
    page = as_("maria").get(path).text
    assert 'href="#today"' not in page and 'id="today"' not in page


def test_the_link_back_never_leads_to_the_page_it_stands_on(as_, cast, on_day):
    path = f"/parent/children/{cast.students['petya']}/diary/"
    link = f'<a class="small" href="{path}#today">'
    on_day(MONDAY + timedelta(days=6))  # on Sunday the next week opens by itself
    assert link not in as_("maria").get(path).text
    assert f"{link}неделя с 23.11</a>" in as_("maria").get(f"{path}?week=2026-W47").text
    on_day(MONDAY + timedelta(days=5))
    assert link not in as_("maria").get(path).text
    assert f"{link}эта неделя</a>" in as_("maria").get(f"{path}?week=2026-W48").text
