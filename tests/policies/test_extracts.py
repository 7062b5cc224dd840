"""Families without access are told on paper (6.3): what the extract says, and who prints it."""

import re

from models.access.viewing import EXTRACT, Viewing
from models.journal.term_mark import period_of
from models.office.moving import Said, transfer
from models.office.order import Order
from models.office.paper import WITHDRAWAL, FamilyPaper
from models.people.student import Student
from models.school.calendar import terms_of, the_year
from models.school.groups import ClassGroup
from tests.cast import MONDAY
from tests.marks_grid import Hand


def place(room: str, class_id: int, tail: str = "print") -> str:
    return f"/{room}/school/pupils/classes/{class_id}/extracts/{tail}"


def of_pupil(room: str, student_id: int) -> str:
    return f"/{room}/school/pupils/{student_id}/extract"


def test_a_family_without_access_gets_marks_averages_and_absences_on_paper(as_, cast, on_paper):
    hand = Hand(as_("anna"), cast)
    hand.write("5 4", "olya")
    hand.write("2", "petya")
    boris = as_("boris")
    assert boris.get(place("teacher", cast.classes["5-А"])).data.startswith(b"%PDF")
    (told,) = on_paper
    (olya,) = told["extracts"]  # petya's mother reads the diary
    assert (olya["name"], told["class"], olya["missed"]) == ("Орлова Ольга", "5-А", 0)
    assert told["period"].startswith("2 четверть, с 0") and told["period"].endswith("16.11.2026")
    maths = next(line for line in olya["lines"] if line["subject"] == "Математика")
    assert maths["marks"] == [["5", "16.11"], ["4", "16.11"]] and maths["average"] == "4,50"
    hand.write("н", "olya")
    boris.get(of_pupil("teacher", cast.students["olya"]))
    assert on_paper[-1]["extracts"][0]["missed"] == 1


def test_the_extract_says_what_the_diary_says(as_, cast, on_paper):
    Hand(as_("anna"), cast).write("5 3", "petya")
    page = as_("maria").get(f"/parent/children/{cast.students['petya']}/marks/").text
    as_("boris").get(of_pupil("teacher", cast.students["petya"]))
    (one,) = on_paper[-1]["extracts"]
    maths = next(line for line in one["lines"] if line["subject"] == "Математика")
    assert maths["average"] and maths["average"] in page
    assert re.findall(r"<small>(\d\d\.\d\d)</small>", page) == [day for _, day in maths["marks"]]


def test_the_marks_of_terms_stand_in_it_and_of_several_each_with_its_term(
    as_, cast, in_school, on_paper
):
    hand = Hand(as_("anna"), cast)
    period, _ = hand.period("olya")
    hand.mark_period([("olya", "4", 0)], period)
    with in_school():
        first = period_of(terms_of(the_year(MONDAY).id, 5)[0].id)
    hand.mark_period([("olya", "3", 0)], first)
    boris, own = as_("boris"), of_pupil("teacher", cast.students["olya"])
    boris.get(own)
    boris.get(f"{own}?first=2026-09-01&last=2026-11-16")
    (term, whole) = (
        next(line for line in one["extracts"][0]["lines"] if line["subject"] == "Математика")
        for one in on_paper
    )
    assert (term["term"], whole["term"]) == ("4", "1 четверть: 3, 2 четверть: 4")
    assert on_paper[-1]["period"] == "с 01.09.2026 по 16.11.2026"


def test_each_prints_for_the_own_classes_and_pupils(as_, cast, officials):
    a, b, c = (cast.classes[name] for name in ("5-А", "5-Б", "6-А"))
    olya, fedya, katya = (cast.students[name] for name in ("olya", "fedya", "katya"))
    for who, room, classes, pupils in (
        ("boris", "teacher", {a: 200, b: 403, c: 403}, {olya: 200, fedya: 404, katya: 404}),
        ("anna", "teacher", {a: 403, b: 403, c: 403}, {olya: 404, fedya: 404, katya: 404}),
        ("vera", "teacher", {a: 403, c: 403}, {olya: 404, katya: 404}),
        ("olga", "operator", {a: 403, b: 200, c: 403}, {olya: 404, fedya: 200, katya: 404}),
        ("dora", "deputy_head", {a: 200, b: 200, c: 403}, {olya: 200, fedya: 200, katya: 404}),
        ("admin", "administrator", {a: 200, b: 200, c: 200}, {olya: 200, fedya: 200, katya: 200}),
        ("director", "director", {a: 404}, {olya: 404}),
        ("sonya", "secretary", {a: 404}, {olya: 404}),
        ("maria", "teacher", {a: 403}, {olya: 403}),
    ):
        for number, status in classes.items():
            for tail in ("", "print?who=all"):
                answer = as_(who).get(place(room, number, tail))
                assert answer.status_code == status, (who, number, tail)
        for number, status in pupils.items():
            assert as_(who).get(of_pupil(room, number)).status_code == status, (who, number)


def test_who_read_a_pupil_before_a_transfer_prints_no_more(as_, cast, in_school, officials, on_day):
    tuesday = MONDAY.replace(day=17)
    with in_school() as session:
        said = Said(session.query(Order).first(), None)
        to = session.get(ClassGroup, cast.classes["5-Б"])
        transfer(session.get(Student, cast.students["olya"]), to, tuesday, said)
        session.commit()
    own = of_pupil("teacher", cast.students["olya"])
    assert as_("boris").get(own).status_code == 200
    on_day(tuesday)
    assert as_("boris").get(own).status_code == 403
    assert as_("olga").get(of_pupil("operator", cast.students["olya"])).status_code == 200


def test_a_print_is_written_down_as_a_look(as_, cast, in_school):
    as_("boris").get(of_pupil("teacher", cast.students["olya"]))
    as_("boris").get(place("teacher", cast.classes["5-А"]))
    with in_school() as session:
        looks = session.query(Viewing).filter_by(what=EXTRACT).order_by(Viewing.id).all()
        assert [(one.person_id, one.class_group_id) for one in looks] == [
            (cast.people["olya"], None),
            (None, cast.classes["5-А"]),
        ]


def test_odd_days_are_refused_in_words(as_, cast):
    boris, own = as_("boris"), of_pupil("teacher", cast.students["olya"])
    late = boris.get(f"{own}?first=2026-11-20&last=2026-11-30")
    assert late.status_code == 422 and "Первый день позже последнего" in late.text
    long_ago = boris.get(f"{own}?first=2020-09-01&last=2026-11-01")
    assert long_ago.status_code == 422 and "Выберите дни учебного года" in long_ago.text
    page = boris.get(place("teacher", cast.classes["5-А"], "?first=2020-09-01&last=2026-11-01"))
    assert page.status_code == 200 and "Выберите дни учебного года" in page.text
    assert 'value="2020-09-01"' in page.text


def test_where_all_read_the_diary_nobody_needs_paper(as_, cast):
    answer = as_("admin").get(place("administrator", cast.classes["6-А"]))
    assert answer.status_code == 422 and "дневник читают все семьи" in answer.text
    page = as_("admin").get(place("administrator", cast.classes["6-А"], ""))
    assert "Напечатать всему классу: 1" in page.text


def test_lists_of_families_on_paper_lead_to_the_print(as_, cast, officials):
    own, olya = place("administrator", cast.classes["5-А"]), cast.students["olya"]
    page = as_("admin").get("/administrator/papers/on-paper?class=5-А").text
    assert own in page and of_pupil("administrator", olya) in page
    families = as_("boris").get(f"/teacher/families/{cast.classes['5-А']}/").text
    assert place("teacher", cast.classes["5-А"]) in families
    assert of_pupil("teacher", olya) in families
    lists = as_("dora").get(f"/deputy_head/school/pupils/classes/{cast.classes['5-А']}/").text
    assert place("deputy_head", cast.classes["5-А"], "") in lists


def test_the_operators_home_prints_for_one_family_and_for_the_class(as_, cast, in_school):
    with in_school() as session:
        own = {"person_id": cast.people["ivan"], "student_id": cast.students["fedya"]}
        session.add(FamilyPaper(**own, kind=WITHDRAWAL, on_date=MONDAY))
        session.commit()
    page = as_("olga").get("/operator/").text
    assert of_pupil("operator", cast.students["fedya"]) in page
    assert f'"{place("operator", cast.classes["5-Б"])}" download' in page
