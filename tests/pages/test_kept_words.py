"""Whatever goes wrong with a form, what somebody wrote into it can be taken from the page."""

PLACE = "/administrator/school/calendar/holidays/987654"
TYPED = {"title": "День здоровья:\nвсе на <лыжах>", "kind": "own", "first": "2026-12-10"}


def test_words_of_a_form_that_was_not_taken_are_given_back(as_):
    page = as_("admin").post(PLACE, TYPED)
    assert page.status_code == 404
    assert "День здоровья:\nвсе на &lt;лыжах&gt;" in page.text
    assert "2026-12-10" not in page.text


def test_no_secret_is_given_back(as_):
    page = as_("admin").post(PLACE, TYPED | {"new_password": "моя собака", "code": "аб вг"})
    assert "День здоровья" in page.text
    assert "моя собака" not in page.text and "аб вг" not in page.text


def test_an_address_alone_gives_nothing_back(as_):
    assert "Вы написали" not in as_("admin").get(f"{PLACE}?title=День здоровья").text
