"""On a shared PC nobody's entries are sent as somebody else's, and no page is another's."""

MATHS = ("5-А", "Математика")


def test_entries_of_one_person_are_not_taken_from_another(as_, cast):
    data = {
        "student": cast.students["petya"],
        "column": cast.columns[MATHS],
        "value": "5",
        "version": 0,
    }
    headers = {"X-Klass-Account": str(cast.accounts["boris"])}
    path = f"/teacher/journals/{cast.journals[MATHS]}/cells"
    assert as_("anna").post(path, data, headers=headers).status_code == 401
    headers = {"X-Klass-Account": str(cast.accounts["anna"])}
    assert as_("anna").post(path, data, headers=headers).status_code == 200


def test_a_kept_page_is_confirmed_only_to_whom_it_was_made_for(as_, cast):
    path = f"/teacher/journals/{cast.journals[MATHS]}/"
    anna = as_("anna")
    tag = anna.get(path).headers["ETag"]
    assert anna.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert as_("boris").get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_kept_page_is_renewed_after_a_write(as_, cast):
    path = f"/teacher/journals/{cast.journals[MATHS]}/"
    anna = as_("anna")
    tag = anna.get(path).headers["ETag"]
    anna.type("teacher", cast, MATHS, "petya", "4")
    assert anna.get(path, headers={"If-None-Match": tag}).status_code == 200
