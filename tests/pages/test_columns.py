"""A list with strange heads: a person says once what each column means, and it is remembered."""

import io

from jobs.work import perform
from models.exchange.column_mapping import ColumnMapping
from models.people.student import Student

STRANGE = "кто;где;когда\nСидоров Семён;5-А;01.02.2015\nЮрьев Юрий;5-Б;03.02.2015\n"


def brought(app, visitor, text: str, name: str = "list.csv") -> str:
    """The address of the report of the check."""
    form = {"kind": "pupils", "file": (io.BytesIO(text.encode("cp1251")), name)}
    answer = visitor.post("/administrator/imports/", data=form)
    assert answer.status_code == 302, answer.text
    return done(app, answer)


def done(app, answer) -> str:
    run_id = int(answer.location.rstrip("/").rpartition("/")[2])
    with app.app_context():
        perform(run_id, lambda *_: None)
    return f"/administrator/imports/{run_id}/"


def test_columns_are_asked_set_once_and_known_the_next_time(app, as_, cast, in_school):
    admin = as_("admin")
    report = brought(app, admin, STRANGE)
    assert "Укажите столбцы" in admin.get(report).text
    page = admin.get(f"{report}columns").text
    assert "Сидоров Семён" in page and "не загружать" in page
    answer = admin.post(f"{report}columns", data={"c0": "full_name", "c1": "full_name"})
    assert answer.status_code == 422 and "указано у двух столбцов" in answer.text
    chosen = {"c0": "full_name", "c1": "class", "c2": "birth_date"}
    checked = done(app, admin.post(f"{report}columns", data=chosen))
    assert "Сидоров Семён: новый ученик" in admin.get(checked).text
    with in_school() as session:
        assert session.query(ColumnMapping).one().columns == list(chosen.values())
    again = admin.get(brought(app, admin, STRANGE.replace("Юрьев", "Яковлев"))).text
    assert "Яковлев Юрий: новый ученик" in again


def test_a_list_is_brought_in_and_taken_back_from_the_list_of_imports(app, as_, cast, in_school):
    admin = as_("admin")
    text = STRANGE.replace("кто;где;когда", "ФИО;Класс;Дата рождения")
    report = brought(app, admin, text)
    done(app, admin.post(f"{report}application"))
    with in_school() as session:
        assert session.query(Student).count() == len(cast.students) + 2
    page = admin.get("/administrator/imports/").text
    assert page.count(">Отменить<") == 1
    undoing = page.partition("/undoing")[0].rpartition('"')[2] + "/undoing"
    done(app, admin.post(undoing))
    with in_school() as session:
        assert session.query(Student).count() == len(cast.students)
    assert ">Отменить<" not in admin.get("/administrator/imports/").text


def test_all_lines_and_all_faults_are_given_as_tables(app, as_, cast):
    admin = as_("admin")
    rows = "".join(f"Сидоров Семён{n};12-Я;\n" for n in range(120))
    report = brought(app, admin, f"ФИО;Класс;Дата рождения\n{rows}Юрьев Юрий;5-Б;03.02.2015\n")
    page = admin.get(report).text
    assert "Не вошли: 120" in page and page.count("12-Я") <= 60
    faults = admin.get(f"{report}faults").data.decode("utf-8-sig")
    assert len(faults.strip().splitlines()) == 121
    assert "Юрьев Юрий" in admin.get(f"{report}difference").data.decode("utf-8-sig")
