"""The office's pages offer what makes sense now, and nothing that does not."""

from datetime import date

from sqlalchemy import select

from models.control.snapshot import take_snapshot
from models.exchange.report import CHANGED, CREATED, KEPT, Report
from models.exchange.upload import Upload
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.office.order import Appointment, AppointmentClass
from models.runs import backup
from models.runs.run import new_run
from models.school.calendar import AcademicYear

OPERATORS = AppointmentClass.appointment_id.in_(
    select(Appointment.id).where(Appointment.duty == "operator")
)
IN_FILE, PLACES = "мест в расписании", "места в расписании"


def reported(in_school, fill, dry: bool = True) -> int:
    """A run with an import's report in it; returns its number."""
    report = Report(dry=dry, read={IN_FILE: 754})
    fill(report)
    with in_school() as session:
        taken = Upload(kind="timetable", name="asc.xml", size=1, sha256="0" * 64)
        session.add(taken)
        session.flush()
        run = new_run("import", upload_id=taken.id, dry=dry, first=None)
        session.flush()
        run.begin()
        run.finish(report.as_json())
        session.commit()
        return run.id


def shown(as_, run_id: int, query: str = "") -> str:
    return as_("admin").get(f"/administrator/imports/{run_id}/{query}").text


def test_a_report_that_changes_nothing_offers_nothing(as_, in_school):
    run_id = reported(in_school, lambda report: report.count(PLACES, KEPT, number=810))
    page = shown(as_, run_id)
    assert "вносить нечего" in page and ">Внести<" not in page
    assert ">Внести<" in shown(as_, run_id, "?decided=1")


def test_a_report_whose_rows_were_all_refused_does_not_say_they_are_there(as_, in_school):
    def fill(report):
        report.refused.append({"row": 2, "column": "ФИО", "value": "", "reason": "Напишите имя."})

    page = shown(as_, reported(in_school, fill))
    assert "Внести нечего: ни одна строка не подошла" in page and "Не вошли: 1" in page
    assert "в школе уже есть" not in page and ">Внести<" not in page


def test_a_report_explains_why_the_school_has_more_places_than_the_file(as_, in_school):
    page = shown(as_, reported(in_school, lambda r: r.count(PLACES, CREATED, number=810)))
    assert ">Внести<" in page
    assert "В файле мест в расписании 754, в школе 810" in page
    page = shown(as_, reported(in_school, lambda r: r.count(PLACES, CHANGED, number=754)))
    assert "В файле мест" not in page


def test_a_snapshot_that_is_there_is_only_taken_again(as_, in_school):
    admin = as_("admin")
    assert "Сделать срез за 15.11 сейчас" in admin.get("/administrator/control/").text
    with in_school() as session:
        take_snapshot(date(2026, 11, 15))
        session.commit()
    page = admin.get("/administrator/control/").text
    assert "сейчас</button>" not in page
    assert "Срез за 15.11 есть" in page and "Сделать заново" in page


def test_an_unverified_copy_can_be_verified_from_home(as_, monkeypatch):
    copy = backup.Backup("klass-1.zst", "sqlite", "2026-11-15T17:00:00+00:00", 10, "0" * 64, {})
    monkeypatch.setattr(backup, "backups", lambda _data: [copy])
    page = as_("admin").get("/administrator/").text
    assert "/administrator/backups/klass-1.zst/verification" in page
    copy = backup.Backup(*list(vars(copy).values())[:6], "2026-11-15T18:00:00+00:00")
    assert "/verification" not in as_("admin").get("/administrator/").text
    assert "Людей: " in page


def test_people_are_filtered_by_duty(as_):
    admin = as_("admin")
    for kind, login in (("operators", "olga"), ("class_teachers", "boris"), ("office", "admin")):
        page = admin.get(f"/administrator/accounts/?kind={kind}").text
        assert login in page and "vera" not in page
    page = admin.get("/administrator/accounts/?kind=teachers").text
    assert "vera" in page and "olga" not in page


def test_people_without_an_account_are_listed_too(as_):
    admin = as_("admin")
    assert "Орлова Ольга" in admin.get("/administrator/accounts/").text
    assert "Орлова Ольга" not in admin.get("/administrator/accounts/?account=1").text
    assert "Фёдоров Фёдор" in admin.get("/administrator/accounts/?kind=pupils").text


def test_a_page_beyond_the_last_shows_the_last(as_):
    page = as_("admin").get("/administrator/accounts/?page=99999999999999999999999")
    assert page.status_code == 200 and "Родитель" in page.text


def test_an_operator_without_a_class_is_told_so(as_, in_school):
    with in_school() as session:
        session.delete(session.query(AppointmentClass).filter(OPERATORS).one())
        session.commit()
    page = as_("olga").get("/operator/").text
    assert "не закреплён ни один класс" in page and "всё перенесено" not in page


def test_the_director_looks_at_one_class(as_, in_school):
    director = as_("director")
    page = director.get("/director/?class=5-А").text
    assert "Математика" in page and "<b>6-А</b>" not in page
    assert 'aria-current="page">5-А' in page


def test_filled_journals_wait_behind_a_link(as_, cast, in_school):
    for place in (("5-А", "Математика"), ("6-А", "Математика")):
        as_("anna").post(f"/teacher/lessons/{cast.lessons[place]}/attendance-check")
    director = as_("director")
    page = director.get("/director/").text
    journal = f"/director/journals/{cast.journals['5-А', 'Математика']}/"
    assert "Показать все журналы: 5" in page and journal not in page
    assert journal in director.get("/director/?all=1").text


def test_thirty_days_that_reach_into_the_former_year_show_this_years_journals(as_, cast, in_school):
    with in_school() as session:
        old = AcademicYear(starts_on=date(2025, 9, 1), ends_on=date(2026, 8, 31))
        session.add(old)
        session.flush()
        now = session.get(Journal, cast.journals["5-А", "Математика"])
        journal = Journal(
            study_group_id=now.study_group_id, course_id=now.course_id, year_id=old.id
        )
        session.add(journal)
        session.flush()
        lesson = {"on_date": date(2026, 11, 9), "number": 7, "employee_id": cast.employees["anna"]}
        session.add(Lesson(journal_id=journal.id, **lesson))
        session.commit()
    answer = as_("director").get("/director/?span=month&all=1")
    assert answer.status_code == 200 and "Математика" in answer.text
