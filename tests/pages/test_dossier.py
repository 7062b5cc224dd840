"""«Сведения обо мне»: one file with all Klass holds about a person, and nothing about others."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from models.access.invitation import invite
from models.access.viewing import Viewing
from models.office.paper import WITHDRAWAL, FamilyPaper
from models.office.paper_file import Brought, attach
from models.people.account import Account
from models.people.guardian import Guardianship
from tests.cast import MONDAY
from tests.marks_grid import MATHS, Hand

DAY = timedelta(days=1)


def opened(answer) -> tuple[str, dict, list[str]]:
    """The page to read, what programs read by person, and the names of the files."""
    assert answer.status_code == 200 and answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    told = json.loads(archive.read("сведения.json"))
    people = {part["человек"]: part["сведения"] for part in told}
    return archive.read("сведения.html").decode(), people, archive.namelist()


def own(visitor, room: str):
    return opened(visitor.get(f"/{room}/own/data/file"))


def of(admin, cast, name: str):
    return opened(admin.get(f"/administrator/people/{cast.people[name]}/data"))


@pytest.fixture
def marked(as_, cast):
    """petya was late and has a 4; olya has a 2."""
    hand = Hand(as_("anna"), cast, MATHS)
    hand.write("оп 4", "petya")
    hand.write("2", "olya")


def test_a_pupil_gets_card_marks_absences_papers_sign_ins_and_who_looked(as_, cast, marked):
    as_("admin").get(f"/administrator/people/{cast.people['petya']}")
    page, people, _ = own(as_("petya"), "student")
    ((name, told),) = people.items()
    assert name == "Петров Пётр" and "Петров" in page
    assert told["Карточка"][0]["Фамилия"] == "Петров"
    (mark,) = told["Отметки"]
    assert (mark["Отметка"], mark["Журнал"]) == ("4", "Математика · 5-А")
    assert mark["Урок"] == "16.11.2026, 1 урок"
    assert told["Пропуски и опоздания"][0]["Код"] == "оп"
    assert told["Зачисление в классы"][0]["Класс"] == "5-А"
    assert {line["Вид"] for line in told["Заявления и согласия о ребёнке"]} == {
        "заявление",
        "согласие",
    }
    assert told["Родители"] == [{"Человек": "Родитель Maria", "Вид": "мать"}]
    assert told["Входы"] and told["Кто смотрел"][0]["Кто"] == "администратор Служебная А."
    assert any("→ 4" in line["Что"] for line in told["История изменений"])


def test_no_word_of_other_pupils_is_in_it(as_, cast, marked):
    for page in (own(as_("petya"), "student")[0], own(as_("maria"), "parent")[0]):
        assert "Орлов" not in page and "Фёдоров" not in page


def test_a_parent_gets_oneself_and_the_children(as_, cast, marked):
    _page, people, _ = own(as_("maria"), "parent")
    assert set(people) == {"Родитель Maria", "Петров Пётр", "Петрова Екатерина"}
    assert people["Петров Пётр"]["Отметки"][0]["Отметка"] == "4"
    assert len(people["Родитель Maria"]["Поданные заявления и согласия"]) == 4


def test_a_child_whose_consent_was_withdrawn_is_given_on_request_alone(as_, cast, in_school):
    with in_school() as session:
        whose = {"person_id": cast.people["maria"], "student_id": cast.students["petya"]}
        session.add(FamilyPaper(**whose, kind=WITHDRAWAL, on_date=MONDAY))
        session.commit()
    assert set(own(as_("maria"), "parent")[1]) == {"Родитель Maria", "Петрова Екатерина"}
    assert "Петров Пётр" in of(as_("admin"), cast, "maria")[1]


def test_the_end_of_a_parents_rights_is_kept_from_the_child(as_, cast, in_school):
    with in_school() as session:
        whose = {"person_id": cast.people["maria"], "student_id": cast.students["petya"]}
        row = session.query(Guardianship).filter_by(**whose).one()
        row.until, row.basis = MONDAY - DAY, "решение суда № 7"
        session.commit()
    page, people, _ = own(as_("petya"), "student")
    assert "решение" not in page and people["Петров Пётр"]["Родители"][0]["Вид"] == "мать"
    page, people, _ = of(as_("admin"), cast, "maria")
    assert "решение суда № 7" in page and "Петров Пётр" not in people


def test_staff_get_duties_and_lessons_and_their_acts_counted(as_, cast, marked):
    page, people, _ = own(as_("anna"), "teacher")
    told = people["Учитель Анна"]
    assert {line["Группа"] for line in told["Нагрузка"]} == {"5-А", "5-Б", "6-А"}
    assert len(told["Уроки"]) == 3
    acts = {line["Что"]: line["Сколько"] for line in told["Действия в журнале"]}
    assert int(acts["Записи и изменения под этой учётной записью"]) >= 3
    assert "Орлов" not in page and "Петров" not in page, "marks are the pupils'"
    assert own(as_("olga"), "operator")[1]["Служебная Ольга"]["Классы назначений"]


def test_codes_and_passwords_are_not_in_it(as_, cast, in_school):
    with in_school() as session:
        account = session.get(Account, cast.accounts["petya"])
        code, secret = invite(account), "Сирень и 42 кота"
        account.set_password(secret)
        session.commit()
        hashed = account.password_hash
    page, people, _ = own(as_("petya"), "student")
    assert people["Петров Пётр"]["Пригласительные коды"]
    assert not [word for word in (code, secret, hashed, "argon2") if word in page]


def test_the_scans_a_person_brought_lie_beside(app, as_, cast, in_school):
    with in_school() as session:
        whose = {"person_id": cast.people["maria"], "student_id": cast.students["petya"]}
        paper = session.query(FamilyPaper).filter_by(**whose).first()
        data = app.config["KLASS"].data
        attach(paper, [Brought("заявление.pdf", "pdf", b"%PDF-1.4 scan")], data)
        attach(paper, [Brought("пропал.pdf", "pdf", b"%PDF-1.4 gone")], data)
        session.commit()
        gone = next(data.joinpath("papers").glob("*"))
        for file in data.joinpath("papers").iterdir():
            if file.read_bytes().endswith(b"gone"):
                gone = file
        gone.unlink()
    page, _people, files = own(as_("maria"), "parent")
    assert "файлы/1-заявление.pdf" in files and "файлы/2-пропал.pdf" not in files
    assert "файла нет на диске" in page
    assert not [name for name in own(as_("petya"), "student")[2] if "заявление" in name]


@pytest.mark.parametrize(
    ("name", "status"), [("admin", 200), ("director", 403), ("boris", 403), ("maria", 403)]
)
def test_a_file_about_another_is_the_administrators_to_make(as_, cast, name, status):
    path = f"/administrator/people/{cast.people['petya']}/data"
    assert as_(name).get(path).status_code == status
    assert as_("admin").get("/administrator/people/987654/data").status_code == 404


def test_each_file_is_a_look_at_everybody_in_it(as_, cast, in_school):
    own(as_("maria"), "parent")
    with in_school() as session:
        looks = {(look.what, look.person_id) for look in session.query(Viewing)}
    people = [cast.people[name] for name in ("maria", "petya", "katya")]
    assert looks == {("dossier", person) for person in people}


@pytest.mark.parametrize(
    ("name", "room"),
    [("anna", "teacher"), ("olga", "operator"), ("director", "director"), ("maria", "parent")],
)
def test_everybody_finds_the_own_file(as_, name, room):
    assert f"/{room}/own/data/" in as_(name).get(f"/{room}/", follow_redirects=True).text
    assert f"/{room}/own/data/file" in as_(name).get(f"/{room}/own/data/").text
