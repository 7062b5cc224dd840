"""Orders and appointments: entered by the administrator, told in a register, never deleted."""

import re
from datetime import date, timedelta

import pytest

from models.audit.entry import Entry
from models.office.order import Appointment, AppointmentClass, Order
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.person import Person
from tests.cast import MONDAY, START

ORDERS, REGISTER = "/administrator/orders/", "/administrator/appointments/"
DAY = timedelta(days=1)


def sheet(*lines: dict, **head) -> dict:
    """A filled form: an order of 1 September entered today, for the school year."""
    typed = {"number": "12", "on_date": START.isoformat(), "title": "О назначении"}
    typed |= {"first": START.isoformat(), "until": "2027-08-31"} | head
    typed["line"] = [str(n) for n in range(len(lines))]
    for n, line in enumerate(lines):
        typed |= {f"{name}-{n}": value for name, value in line.items()}
    return typed


def one(cast, who: str, duty: str, **more) -> dict:
    return {"duty": duty, "name": "Учитель", "person": cast.people[who]} | more


@pytest.fixture
def held(in_school):
    """The appointments of a person: (duty, from, until, number of the order)."""

    def ask(person_id: int) -> list[tuple]:
        with in_school() as session:
            rows = session.query(Appointment, Order).outerjoin(Order)
            rows = rows.filter(Appointment.person_id == person_id).order_by(Appointment.id)
            return [(a.duty, a.from_date, a.until, o and o.number) for a, o in rows]

    return ask


def test_one_order_appoints_several_people_at_once(as_, cast, held):
    admin = as_("admin")
    typed = sheet(
        one(cast, "anna", "operator", **{"class": [cast.classes["5-Б"], cast.classes["6-А"]]}),
        one(cast, "vera", "class_teacher", **{"class": cast.classes["6-А"]}),
        one(cast, "boris", "deputy_head", grade=["5", "6"], until="2026-12-31"),
    )
    answer = admin.post(ORDERS, typed, follow_redirects=True)
    assert answer.status_code == 200 and "Назначений: 3" in answer.text
    assert "Приказ № 12 от 01.09.2026" in answer.text and "5-Б, 6-А" in answer.text
    assert held(cast.people["anna"]) == [("operator", START, date(2027, 8, 31), "12")]
    assert held(cast.people["boris"])[1:] == [("deputy_head", START, date(2026, 12, 31), "12")]
    for name, room in (("anna", "operator"), ("boris", "deputy_head"), ("vera", "teacher")):
        assert as_(name).get(f"/{room}/").status_code == 200
    register = admin.get(REGISTER).text
    assert "параллели 5, 6" in register and "№ 12 от 01.09.2026" in register
    assert "О назначении" in admin.get(ORDERS).text


def test_every_row_of_an_order_is_audited_with_the_order_as_its_reason(as_, cast, in_school):
    as_("admin").post(ORDERS, sheet(one(cast, "anna", "secretary")))
    with in_school() as session:
        entries = session.query(Entry).filter(Entry.hat == "administrator").all()
        tables = {entry.table_name for entry in entries}
        reasons = {entry.reason for entry in entries}
    assert tables == {"school_order", "appointment"}
    assert reasons == {"приказ № 12 от 01.09.2026"}


def known_as(in_school) -> dict:
    """What says that the order is the one entered before."""
    with in_school() as session:
        return {"into": str(session.query(Order).filter_by(number="12").one().id)}


def test_an_order_entered_before_is_asked_about_and_nobody_is_added_silently(as_, cast, held):
    admin = as_("admin")
    admin.post(ORDERS, sheet(one(cast, "anna", "secretary")))
    other = sheet(one(cast, "vera", "dispatcher"), title="О диспетчере")
    asks = admin.post(ORDERS, other | {"number": " 12 "})
    assert asks.status_code == 422 and "Приказ № 12 от 01.09.2026 уже внесён" in asks.text
    assert "О диспетчере" in asks.text and f'value="{cast.people["vera"]}" checked' in asks.text
    assert re.search(r'href="/administrator/orders/\d+/"', asks.text)
    assert held(cast.people["vera"]) == []
    assert admin.post(ORDERS, other | {"into": "987654"}).status_code == 422


def test_the_number_of_a_known_order_is_told_as_it_stands(as_, cast):
    typed = sheet(one(cast, "anna", "secretary"), number="1-ЭЖ")
    assert as_("admin").post(ORDERS, typed).status_code == 302
    assert "Приказ № 1-ЭЖ от 01.09.2026 уже внесён" in as_("admin").post(ORDERS, typed).text


def test_the_same_order_entered_again_takes_in_more_people_and_nobody_twice(as_, cast, in_school):
    admin = as_("admin")
    admin.post(ORDERS, sheet(one(cast, "anna", "secretary")))
    same = known_as(in_school)
    assert admin.post(ORDERS, sheet(one(cast, "vera", "dispatcher"), **same)).status_code == 302
    again = admin.post(ORDERS, sheet(one(cast, "anna", "secretary"), **same))
    assert again.status_code == 422 and "уже назначен: секретарь, приказ № 12" in again.text
    with in_school() as session:
        assert session.query(Order).filter_by(number="12").count() == 1
        assert session.query(Appointment).filter_by(duty="secretary").count() == 1


SAID = [
    ({"number": " "}, {}, "Напишите номер приказа"),
    ({"on_date": ""}, {}, "Укажите дату приказа"),
    ({"on_date": "2026-11-17"}, {}, "ещё не наступила"),
    ({"title": ""}, {}, "Напишите, о чём приказ"),
    ({}, {"duty": ""}, "Выберите обязанность"),
    ({}, {"duty": "king"}, "Выберите обязанность"),
    ({}, {"person": "987654"}, "Выберите человека"),
    ({}, {"person": ""}, "Выберите человека"),
    ({}, {"until": "2026-08-31"}, "Последний день раньше первого"),
    ({}, {"until": "никогда"}, "Дата написана неверно"),
    ({}, {"first": "1999-01-01"}, "Проверьте год"),
    ({"first": ""}, {}, "Укажите, с какого дня"),
    ({}, {"duty": "operator"}, "Отметьте класс"),
    ({}, {"duty": "operator", "class": "987654"}, "Такого класса нет"),
    ({}, {"duty": "deputy_head"}, "Отметьте параллели"),
    ({}, {"duty": "deputy_head", "grade": "12"}, "Отметьте параллели"),
    ({}, {"duty": "director"}, "Директор на эти дни уже есть: Служебная Дина"),
    ({}, {"duty": "inspector"}, "Укажите последний день"),
]


@pytest.mark.parametrize(("head", "line", "said"), SAID)
def test_an_odd_order_is_refused_and_loses_nothing(as_, cast, in_school, head, line, said):
    typed = sheet(one(cast, "vera", "dispatcher"), one(cast, "anna", "secretary") | line, **head)
    answer = as_("admin").post(ORDERS, typed)
    assert answer.status_code == 422 and said in answer.text
    assert f'value="{cast.people["vera"]}" checked' in answer.text
    assert '<option value="dispatcher" selected>' in answer.text
    with in_school() as session:
        assert session.query(Order).count() == 0
        assert session.query(Appointment).filter_by(person_id=cast.people["vera"]).count() == 0


def test_an_order_of_nobody_is_refused(as_, cast):
    answer = as_("admin").post(ORDERS, sheet({"duty": "secretary", "name": ""}))
    assert answer.status_code == 422 and "никого не назначает" in answer.text
    assert "Приказ не о назначении вносят в" in answer.text
    left_out = sheet(one(cast, "anna", "secretary", leave="1"))
    assert "никого не назначает" in as_("admin").post(ORDERS, left_out).text


def test_an_endless_order_is_refused(as_, cast):
    answer = as_("admin").post(ORDERS, {"line": [str(n) for n in range(121)]})
    assert answer.status_code == 422 and "не больше 120 строк" in answer.text


def test_a_class_has_one_class_teacher_on_any_day(as_, cast, held):
    admin, own = as_("admin"), {"class": cast.classes["5-А"]}
    answer = admin.post(ORDERS, sheet(one(cast, "vera", "class_teacher", **own)))
    assert answer.status_code == 422
    assert "У класса 5-А на эти дни уже есть классный руководитель: Учитель Борис" in answer.text
    twice = sheet(
        *(one(cast, n, "class_teacher", **{"class": cast.classes["5-Б"]}) for n in ("anna", "vera"))
    )
    answer = admin.post(ORDERS, twice)
    assert answer.status_code == 422 and "У класса 5-Б" in answer.text
    assert held(cast.people["anna"]) == held(cast.people["vera"]) == []


def test_who_stands_in_has_the_classes_of_the_absent_for_a_while(as_, cast, in_school):
    admin, olga = as_("admin"), cast.people["olga"]
    line = one(cast, "vera", "operator", absent=olga)
    assert "Укажите последний день" in admin.post(ORDERS, sheet(line)).text
    line |= {"first": MONDAY.isoformat(), "until": (MONDAY + DAY).isoformat()}
    assert "не назначен: секретарь" in admin.post(ORDERS, sheet(line | {"duty": "secretary"})).text
    answer = admin.post(ORDERS, sheet(line), follow_redirects=True)
    assert "оператор, замещает" in answer.text and "Служебная О." in answer.text
    with in_school() as session:
        row = session.query(Appointment).filter_by(person_id=cast.people["vera"]).one()
        (own,) = session.query(AppointmentClass).filter_by(appointment_id=row.id)
        assert own.class_group_id == cast.classes["5-Б"] and row.stands_in_for == olga
    assert as_("vera").get("/operator/").status_code == 200


def test_an_acting_director_stands_beside_the_director_and_only_one(as_, cast):
    admin = as_("admin")
    until = {"absent": cast.people["director"], "until": "2026-11-30"}
    assert admin.post(ORDERS, sheet(one(cast, "vera", "director", **until))).status_code == 302
    assert as_("vera").get("/director/").status_code == 200
    second = admin.post(ORDERS, sheet(one(cast, "anna", "director", **until), number="13"))
    assert second.status_code == 422 and "уже есть: Учитель Вера" in second.text


def test_an_administrator_does_not_appoint_oneself_director(as_, cast):
    for more in ({}, {"absent": cast.people["director"], "until": "2026-11-30"}):
        line = one(cast, "admin", "director", **more)
        answer = as_("admin").post(ORDERS, sheet(line))
        assert answer.status_code == 422 and "Себя директором назначить нельзя" in answer.text


def test_a_parent_is_no_member_of_staff_but_may_inspect(as_, cast):
    admin = as_("admin")
    answer = admin.post(ORDERS, sheet(one(cast, "maria", "secretary")))
    assert answer.status_code == 422 and "не числится сотрудником" in answer.text
    typed = sheet(one(cast, "maria", "inspector", until="2026-11-30"))
    assert admin.post(ORDERS, typed).status_code == 302
    assert as_("maria").get("/inspector/").status_code == 200


def test_somebody_new_is_entered_with_the_order(as_, cast, in_school):
    admin = as_("admin")
    new = {"person": "new", "duty": "secretary"}
    assert "фамилию и имя" in admin.post(ORDERS, sheet(new | {"name": "Новая"})).text
    typed = sheet(
        new | {"name": " Новая Нина  Павловна "},
        {"person": "new", "duty": "inspector", "name": "Гость Олег", "until": "2026-11-30"},
    )
    assert admin.post(ORDERS, typed).status_code == 302
    with in_school() as session:
        nina = session.query(Person).filter_by(surname="Новая").one()
        guest = session.query(Person).filter_by(surname="Гость").one()
        assert nina.patronymic == "Павловна"
        staff = {row.person_id for row in session.query(Employee)}
        assert nina.id in staff and guest.id not in staff
        assert session.query(Guardianship).filter_by(person_id=guest.id).count() == 0


def test_a_person_is_found_by_part_of_the_name(as_, cast):
    admin = as_("admin")
    path = f"{ORDERS}people?n=3&duty-3=secretary&name-3=учит"
    found = admin.get(path, fragment=True).text
    assert re.findall(r'name="person-3" value="(\d+)"', found) == [
        str(cast.people[name]) for name in ("anna", "boris", "vera")
    ]
    assert "Родитель" not in admin.get(path.replace("учит", "род"), fragment=True).text
    guests = path.replace("secretary", "inspector")
    assert "Родитель Maria" in admin.get(guests.replace("учит", "род"), fragment=True).text
    assert "Петров " not in admin.get(guests.replace("учит", "петров"), fragment=True).text


def test_a_line_asks_for_what_its_duty_needs(as_, cast):
    admin = as_("admin")
    path = f"{ORDERS}line?n=0&again=1&first=2026-09-01&duty-0="
    operator = admin.get(path + "operator", fragment=True).text
    assert 'name="class-0"' in operator and "Служебная Ольга" in operator
    assert 'name="grade-0"' in admin.get(path + "deputy_head", fragment=True).text
    assert 'name="absent-0"' not in admin.get(path + "inspector", fragment=True).text
    later = path.replace("2026-09-01", "2027-09-01") + "operator"
    assert "Классов этого учебного года в школе ещё нет" in admin.get(later, fragment=True).text
    more = admin.get(f"{ORDERS}line?n=5", fragment=True).text
    assert 'name="line" value="5"' in more and "n=6" in more


def test_without_scripts_the_form_itself_asks_for_more(as_, cast):
    admin, typed = as_("admin"), sheet(one(cast, "anna", "operator"))
    page = admin.post(ORDERS, typed | {"more": "1"})
    assert page.status_code == 200 and 'name="line" value="1"' in page.text
    looked = admin.post(ORDERS, typed | {"look": "1"}).text
    assert "Учитель Вера" in looked and 'name="class-0"' in looked


def test_the_register_is_filtered(as_, cast):
    admin = as_("admin")
    assert "Служебная Ольга" in admin.get(f"{REGISTER}?q=служ").text
    page = admin.get(f"{REGISTER}?duty=class_teacher").text
    assert "Учитель Борис" in page and "Служебная Ольга" not in page
    assert "нет" in admin.get(f"{REGISTER}?state=past").text
    assert admin.get(f"{REGISTER}?state=odd&duty=odd&q=%00").status_code == 200


def test_an_appointment_without_order_is_given_one_once(as_, cast, in_school):
    with in_school() as session:
        row = session.query(Appointment).filter_by(person_id=cast.people["olga"]).one().id
    admin, path = as_("admin"), f"{REGISTER}{row}/order"
    assert "приказ не указан" in admin.get(REGISTER).text
    typed = {"number": "3", "on_date": START.isoformat(), "title": "О назначении"}
    assert "номер приказа" in admin.post(path, typed | {"number": ""}).text
    assert admin.post(path, typed).status_code == 302
    again = admin.post(path, typed | {"number": "4"})
    assert again.status_code == 422 and "уже указан" in again.text
    assert "№ 3 от 01.09.2026" in admin.get(f"{REGISTER}{row}/").text


def test_each_line_finds_its_own_people(as_, cast):
    """The form without scripts: three names typed, looked for in one go."""
    admin = as_("admin")
    lines = (
        {"duty": "operator", "name": "Учит"},
        {"duty": "inspector", "name": "Родит"},
        one(cast, "vera", "operator", name="Анна"),
    )
    page = admin.post(ORDERS, sheet(*lines) | {"look": "1"}).text
    first, second, third = (part.split("</fieldset>")[0] for part in page.split("<fieldset")[1:])
    assert "Учитель Анна" in first and "Родитель Maria" not in first
    assert "Родитель Maria" in second and "Учитель Анна" not in second
    assert "Учитель Анна" in third and "Родитель Maria" not in third
    assert f'value="{cast.people["vera"]}" checked' in third, "who was chosen stays"
