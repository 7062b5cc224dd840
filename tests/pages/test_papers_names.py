"""A paper is named on every page letter for letter: nothing but its first letter may change."""

from models.office.order import Order
from models.printable import opened
from tests.cast import START


def test_only_the_first_letter_becomes_a_capital():
    name = "приказ № 90-ЭЖ от 01.09.2026 «О ведении ЭЖ в 5-А»"
    assert opened(name) == "П" + name[1:]
    assert opened("") == ""


def test_a_form_of_acquaintance_names_the_order_as_it_is_written(as_, cast, in_school, officials):
    with in_school() as session:
        order = Order(number="90-ЭЖ", on_date=START, title="О ведении ЭЖ в 5-А")
        session.add(order)
        session.commit()
        number = order.id
    form = as_("admin").get(f"/administrator/school/notices/new?order={number}").text
    assert "Приказ № 90-ЭЖ от 01.09.2026 «О ведении ЭЖ в 5-А»" in form
    own = {"title": "Ознакомление", "text": "", "order": number, "roles": ["teacher"]}
    assert as_("admin").post("/administrator/school/notices/", own).status_code == 302
    page = as_("anna").get("/teacher/notices/").text
    assert "Приказ № 90-ЭЖ от 01.09.2026 «О ведении ЭЖ в 5-А»" in page


def test_an_order_that_appoints_nobody_leads_to_the_registers_of_documents(as_, cast, in_school):
    with in_school() as session:
        order = Order(number="91", on_date=START, title="О ведении журнала")
        session.add(order)
        session.commit()
        number = order.id
    page = as_("admin").get(f"/administrator/orders/{number}/").text
    assert 'реестр: <a href="/administrator/school/documents/' in page
