"""The school's registers: who keeps and reads which, what falls due, decisions on modes."""

import io
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from models.office.documents.document import Document, DocumentStep
from models.office.order import ELECTRONIC, TRANSITION, ModeDecision, the_modes
from models.school.groups import StudyGroup
from tests.cast import MONDAY

DOCUMENTS = "/administrator/school/documents/"
ACT = {"number": "12", "on_date": "2026-11-16", "sort": "new", "title": "Регламент журнала"}
APPEAL = {"number": "1", "on_date": "2026-11-16", "party": "Родитель И.", "title": "Отметка"}
MODE = {"number": "40", "on_date": "2026-11-16", "title": "О переходе", "sort": "electronic"}
PNG = b"\x89PNG\r\n\x1a\n"
DAY = timedelta(days=1)


def entered(as_, kind: str, typed: dict, who: str = "admin", room: str = "administrator") -> str:
    """The address of a document just entered, in the room of who entered it."""
    answer = as_(who).post(f"/{room}/school/documents/{kind}/", typed)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def steps_of(in_school, place: str = "") -> dict[str, DocumentStep]:
    """What is to be done about the document of this address (or the only one), by name."""
    number = place.rstrip("/").rpartition("/")[2]
    with in_school() as session:
        rows = session.query(DocumentStep)
        rows = rows.filter_by(document_id=int(number)) if number else rows
        found = {row.step: row for row in rows}
        session.expunge_all()
    return found


def done(as_, in_school, place: str, step: str, day: date, note: str = "№ 5", who: str = "admin"):
    number = steps_of(in_school, place)[step].id
    typed = {"done_on": day.isoformat(), "note": note}
    return as_(who).post(f"{place}steps/{number}", typed)


def test_a_local_act_holds_three_years_and_is_due_on_the_site_in_ten_days(as_, cast, in_school):
    place = entered(as_, "act", ACT)
    steps = steps_of(in_school)
    assert steps["site"].due_on == date(2026, 11, 26)
    assert steps["review"].due_on == date(2029, 11, 16)
    page = as_("admin").get(place).text
    assert "Локальный акт № 12 от 16.11.2026" in page and "16.11.2029" in page


def test_changes_of_an_act_are_published_in_ten_days_and_not_reviewed_apart(as_, cast, in_school):
    place = entered(as_, "act", ACT)
    act = int(place.rstrip("/").rsplit("/", 1)[1])
    change = ACT | {"number": "13", "sort": "change", "title": "Изменения в регламент"}
    refused = as_("admin").post(f"{DOCUMENTS}act/", change)
    assert refused.status_code == 422 and "Выберите акт" in refused.text
    entered(as_, "act", change | {"amends_id": act})
    with in_school() as session:
        mine = session.query(Document).filter_by(number="13").one()
        own = session.query(DocumentStep).filter_by(document_id=mine.id).all()
        assert [step.step for step in own] == ["site"] and mine.until is None


def test_home_reminds_before_the_day_passes_and_is_silent_once_it_is_done(
    as_, cast, in_school, officials, on_day
):
    place = entered(as_, "act", ACT)
    for who, room in (("admin", "administrator"), ("sonya", "secretary")):
        page = as_(who).get(f"/{room}/").text
        assert "Регламент журнала: разместить на сайте" in page and "до 26.11.2026" in page
    assert "Регламент журнала" not in as_("director").get("/director/").text  # not the director's
    on_day(date(2026, 11, 27))
    assert "срок прошёл 26.11.2026" in as_("admin").get("/administrator/").text
    refused = done(as_, in_school, place, "site", date(2026, 11, 27), note=" ")
    assert refused.status_code == 422 and "адрес страницы" in refused.text
    late = done(as_, in_school, place, "site", date(2026, 11, 28))
    assert late.status_code == 422  # tomorrow has not been yet
    assert done(as_, in_school, place, "site", date(2026, 11, 27)).status_code == 302
    assert "Регламент журнала" not in as_("admin").get("/administrator/").text
    on_day(date(2029, 9, 20))  # two months before the three years are over
    page = as_("admin").get("/administrator/school/documents/").text
    assert "Регламент журнала: пересмотреть или принять заново" in page


def test_an_appeal_is_answered_in_thirty_days_and_by_the_director_too(
    as_, cast, in_school, officials
):
    place = entered(as_, "appeal", APPEAL, "sonya", "secretary")
    assert steps_of(in_school)["answer"].due_on == MONDAY + 30 * DAY
    own = place.replace("/secretary/", "/director/")
    page = as_("director").get(own).text
    assert "Родитель И." in page and "отметить" in page and "Внесено по ошибке" not in page
    answer = done(as_, in_school, own, "answer", MONDAY, "Разъяснено, № 3", "director")
    assert answer.status_code == 302
    assert "Разъяснено, № 3" in as_("sonya").get(place).text


def test_each_register_is_for_its_keepers_and_readers(as_, cast, officials):
    """One's own opens; a colleague's is read and not kept; a stranger's does not exist."""
    appeal, proposal = entered(as_, "appeal", APPEAL), entered(as_, "proposal", _proposal())
    assert as_("admin").get(appeal).status_code == 200
    reads = appeal.replace("/administrator/", "/director/")
    assert as_("director").get(reads).status_code == 200
    assert as_("director").post(f"{reads}annulment", {"why": "x"}).status_code == 404
    assert as_("igor").get(appeal.replace("/administrator/", "/inspector/")).status_code == 200
    assert as_("igor").get(proposal.replace("/administrator/", "/inspector/")).status_code == 404
    assert as_("igor").get("/inspector/school/documents/proposal/").status_code == 404
    for name in ("appeal", "act", "mode"):
        assert as_("olga").get(f"/operator/school/documents/{name}/").status_code == 404
    assert as_("olga").get(appeal.replace("/administrator/", "/operator/")).status_code == 404
    for who, room in (("anna", "teacher"), ("maria", "parent"), ("dora", "deputy_head")):
        assert as_(who).get(appeal.replace("/administrator/", f"/{room}/")).status_code == 404
    kept = as_("sonya").post("/secretary/school/documents/inspection/", APPEAL)
    assert kept.status_code == 403  # she reads it, the administrator keeps it


def _proposal() -> dict:
    own = {"number": "1", "on_date": "2026-11-16", "sort": "commission", "title": "О поощрении"}
    return own | {"text": "Предлагаю", "from_date": "2026-11-01", "until": "2026-11-16"}


def test_a_demand_is_known_to_both_and_answered_by_whom_it_is_asked_of(
    as_, cast, in_school, officials
):
    asked = {"number": "1", "on_date": "2026-11-16", "title": "Пропуски", "text": "Внесите"}
    asked |= {"due_on": "2026-11-20"}
    olga = {"sort": "operator", "person_id": cast.people["olga"]}
    place = entered(as_, "demand", asked | olga)
    own = place.replace("/administrator/", "/operator/")
    assert "Пропуски: ответить" in as_("olga").get("/operator/").text
    assert "Пропуски" not in as_("admin").get("/administrator/").text
    assert as_("olga").post(f"{own}annulment", {"why": "x"}).status_code == 403  # not hers
    assert done(as_, in_school, own, "answer", MONDAY, "Внесла", "olga").status_code == 302
    back = asked | {"number": "2", "title": "Список 5-Б", "sort": "movement"}
    mine = entered(as_, "demand", back, "olga", "operator")
    assert "Список 5-Б: ответить" in as_("sonya").get("/secretary/").text
    sonya = mine.replace("/operator/", "/secretary/")
    assert as_("sonya").get(sonya).status_code == 200
    assert as_("sonya").get(place.replace("/administrator/", "/secretary/")).status_code == 404
    forged = as_("olga").post("/operator/school/documents/demand/", back | {"sort": "operator"})
    assert forged.status_code == 422


def test_the_electronic_journal_begins_two_months_after_the_notice_and_not_before(
    as_, cast, in_school, on_day
):
    start = date(2027, 1, 20)
    typed = MODE | {"from_date": start.isoformat(), "scope": f"c{cast.classes['5-Б']}"}
    place = entered(as_, "mode", typed)
    assert steps_of(in_school)["notified"].due_on == date(2026, 11, 20)  # 8.2
    assert "Нет согласования" in as_("admin").get(place).text
    assert as_("admin").post(f"{place}enactment").status_code == 422
    for step in ("agreed", "opinion"):
        assert done(as_, in_school, place, step, MONDAY).status_code == 302
    assert "ещё не уведомлены" in as_("admin").get(place).text
    on_day(date(2026, 11, 21))
    assert done(as_, in_school, place, "notified", date(2026, 11, 21)).status_code == 302
    refused = as_("admin").post(f"{place}enactment")
    assert refused.status_code == 422 and "не раньше 21.01.2027" in refused.text
    assert done(as_, in_school, place, "notified", date(2026, 11, 20)).status_code == 302
    assert as_("admin").post(f"{place}enactment").status_code == 302
    with in_school() as session:
        group = session.query(StudyGroup).filter_by(name="5-Б").one()
        assert the_modes().of(group, start - DAY) == TRANSITION
        assert the_modes().of(group, start) == ELECTRONIC
        decision = session.query(ModeDecision).filter_by(from_date=start).one()
        assert decision.order_id == session.query(Document).one().order_id
    assert as_("admin").post(f"{place}enactment").status_code == 422  # once
    assert as_("admin").post(f"{place}annulment", {"why": "ошибка"}).status_code == 422


def test_a_decision_of_a_past_day_changes_nothing(as_, cast, in_school):
    before = MODE | {"sort": "transition", "from_date": "2026-11-10"}
    place = entered(as_, "mode", before)
    refused = as_("admin").post(f"{place}enactment")
    assert refused.status_code == 422 and "прошлые дни режима не меняют" in refused.text


def test_a_wrong_entry_stays_struck_out_and_is_entered_anew(as_, cast, in_school):
    place, admin = entered(as_, "act", ACT), as_("admin")
    again = admin.post(f"{DOCUMENTS}act/", ACT)
    assert again.status_code == 422 and "уже есть в реестре" in again.text
    assert 'value="Регламент журнала"' in again.text  # what was typed stays
    assert admin.post(f"{place}annulment", {"why": " "}).status_code == 422
    assert admin.post(f"{place}annulment", {"why": "не тот номер"}).status_code == 302
    assert "не тот номер" in admin.get(place).text
    assert "Регламент журнала" not in admin.get("/administrator/").text
    number = place.rstrip("/").rsplit("/", 1)[1]
    assert 'value="Регламент журнала"' in admin.get(f"{DOCUMENTS}act/new?again={number}").text
    entered(as_, "act", ACT)


def test_scans_are_kept_by_content_and_leave_as_attachments(as_, cast, in_school):
    scan = (io.BytesIO(PNG), "регламент.exe.png")
    place = entered(as_, "act", ACT | {"scan": scan})
    page = as_("admin").get(place).text
    assert "регламент.exe.png" in page
    path = next(part.split('"')[0] for part in page.split('href="') if "/files/" in part)
    file = as_("admin").get(path)
    assert file.data == PNG and file.headers["Content-Disposition"].startswith("attachment")
    bad = as_("admin").post(f"{place}files", {"scan": (io.BytesIO(b"MZ"), "x.pdf")})
    assert bad.status_code == 422 and "Этот файл другой" in bad.text


def test_a_register_is_printed_and_taken_as_a_workbook(as_, cast, on_paper):
    entered(as_, "act", ACT | {"title": "=1+1"})
    answer = as_("admin").get(f"{DOCUMENTS}act/print?year=2026")
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")
    (told,) = on_paper
    assert told["title"] == "Реестр локальных нормативных актов"
    assert "пункты 5.1(2), 9.1, 9.2, 9.4 регламента, за 2026 год" in told["about"]
    assert told["lines"][0][:2] == ["12", "16.11.2026"] and "до 26.11.2026" in told["lines"][0]
    book = as_("admin").get(f"{DOCUMENTS}act/book").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows[3][:4] == ["12", "16.11.2026", "новый акт", "=1+1"]  # never run as a formula


def test_the_proposal_to_the_commission_has_the_operators_figures(as_, cast, in_school, on_paper):
    olga = as_("olga")
    olga.type("operator", cast, ("5-Б", "Математика"), "fedya", "5")
    asked = "draft=1&sort=commission&from_date=2026-11-01&until=2026-11-16"
    page = as_("admin").get(f"{DOCUMENTS}proposal/new?{asked}").text
    assert "стимулирующих выплатах операторам" in page
    place = entered(as_, "proposal", _proposal())
    page = as_("admin").get(place).text
    assert "Работа операторов" in page and "Служебная О." in page
    assert as_("admin").get(f"{place}print").data.startswith(b"%PDF")
    (table,) = on_paper[-1]["tables"]
    (row,) = [row for row in table["rows"] if row[0].startswith("Служебная О")]
    assert int(row[-1]) > 0  # what she entered, of the audit


def test_the_report_to_the_department_counts_the_schools_own_figures(as_, cast):
    asked = "draft=1&from_date=2026-11-01&until=2026-11-16"
    page = as_("admin").get(f"{DOCUMENTS}report/new?{asked}").text
    assert "Классов в школе: 3, из них в переходном периоде: 1" in page
    assert as_("admin").get(f"{DOCUMENTS}report/new?draft=1").status_code == 422


@pytest.mark.parametrize("on_date", ["2026-02-31", "", "3026-01-01"])
def test_a_day_that_is_none_is_refused_and_the_rest_stays_typed(as_, cast, on_date):
    answer = as_("admin").post(f"{DOCUMENTS}act/", ACT | {"on_date": on_date})
    assert answer.status_code == 422 and 'value="Регламент журнала"' in answer.text


def test_who_answers_for_the_service_is_the_director_or_whom_it_is_delegated_to(as_, cast):
    register = f"{DOCUMENTS}duty/"
    assert "сегодня отвечает: <b>Служебная Д.</b>" in as_("admin").get(register).text
    own = {"number": "9", "on_date": "2026-11-16", "title": "О передаче полномочий"}
    own |= {"sort": "service", "from_date": "2026-11-16", "until": "2026-11-30"}
    entered(as_, "duty", own | {"person_id": cast.people["anna"]})
    assert "сегодня отвечает: <b>Учитель А.</b>" in as_("admin").get(register).text


def test_the_written_notice_of_the_transition_is_worded_and_signed_on_a_sheet(as_, cast):
    number = entered(as_, "mode", MODE | {"from_date": "2027-02-01"}).rstrip("/").rsplit("/", 1)[1]
    page = as_("admin").get(f"/administrator/school/notices/new?document={number}").text
    assert "статьёй 74 Трудового кодекса" in page and "с 01.02.2027" in page
    place = f"{DOCUMENTS}entries/{number}/"
    assert "регламент переходного периода утратит силу (пункт 9.1)" in as_("admin").get(place).text


def test_a_check_of_a_paper_journal_names_the_class_and_is_closed(as_, cast, in_school):
    own = {"number": "1", "on_date": "2026-11-16", "title": "Математика", "due_on": "2026-11-18"}
    lacks = as_("admin").post(f"{DOCUMENTS}check/", own | {"text": "Нет отметок за работу"})
    assert lacks.status_code == 422 and "о каких классах" in lacks.text
    own |= {"text": "Нет отметок за работу", "scope": f"c{cast.classes['5-Б']}"}
    place = entered(as_, "check", own)
    assert "5-Б" in as_("admin").get(place).text
    assert "Математика: исправить" in as_("admin").get("/administrator/").text
    assert done(as_, in_school, place, "remedy", MONDAY, "").status_code == 302
    assert "Математика: исправить" not in as_("admin").get("/administrator/").text


def test_an_operator_keeps_the_own_plan_and_sees_nobody_elses(as_, cast, in_school):
    own = {"number": "1", "on_date": "2026-11-16", "title": "Сверить 5-Б", "due_on": "2026-11-20"}
    mine = entered(as_, "plan", own, "olga", "operator")
    entered(as_, "plan", own | {"number": "2", "title": "Обучить завучей"})
    page = as_("olga").get("/operator/school/documents/plan/").text
    assert "Сверить 5-Б" in page and "Обучить завучей" not in page
    assert "Сверить 5-Б: сделать" in as_("olga").get("/operator/").text
    assert done(as_, in_school, mine, "done", MONDAY, "", "olga").status_code == 302


def test_an_agreement_that_ends_is_told_thirty_days_before(as_, cast, officials, on_day):
    own = {"number": "4", "on_date": "2026-11-16", "title": "Ведение журнала 5-Б"}
    own |= {"person_id": cast.people["olga"], "from_date": "2026-11-16", "until": "2027-05-31"}
    entered(as_, "agreement", own)
    on_day(date(2027, 4, 30))
    assert "Ведение журнала 5-Б" not in as_("sonya").get("/secretary/").text
    on_day(date(2027, 5, 1))
    assert "Ведение журнала 5-Б: продлить" in as_("sonya").get("/secretary/").text
