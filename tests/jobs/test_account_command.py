"""`flask account invite`: a code for whom it is meant, and for nobody else."""

import re
from datetime import timedelta

from models import clock
from models.office.order import Appointment
from models.people.account import Account
from models.people.person import Person

CODE = re.compile(r"код \w{4}-\w{4}-\w{4}")


def invite(app, *args: str):
    return app.test_cli_runner().invoke(args=["account", "invite", *args])


def test_a_new_person_gets_an_account_and_a_duty(app, in_school):
    done = invite(app, "Zavuch", "Новая Анна Петровна", "--duty", "administrator")
    assert done.exit_code == 0 and CODE.search(done.output)
    with in_school() as session:
        account = session.query(Account).filter_by(login="zavuch").one()
        assert account.person.full_name == "Новая Анна Петровна"


def test_a_known_person_keeps_the_login_and_is_told_where_another_is_named(app):
    assert CODE.search(invite(app, "anna", "Учитель  анна").output)
    refused = invite(app, "anna2", "Учитель Анна")
    assert refused.exit_code == 1
    assert "уже есть логин «anna»" in refused.output and "код " not in refused.output


def test_of_two_people_of_one_name_the_login_tells_which(app, in_school):
    with in_school() as session:
        session.add(Person(surname="Учитель", given="Анна"))
        session.commit()
    assert CODE.search(invite(app, "anna", "Учитель Анна").output)
    refused = invite(app, "новая", "Учитель Анна")
    assert refused.exit_code == 1
    assert "несколько" in refused.output and "«новая»" in refused.output


def test_a_login_of_somebody_else_is_refused(app):
    refused = invite(app, "boris", "Совсем Новый")
    assert refused.exit_code == 1 and "занят" in refused.output


def test_there_is_one_director(app, in_school):
    refused = invite(app, "novyj", "Новый Пётр Ильич", "--duty", "director")
    assert refused.exit_code == 1 and "код " not in refused.output
    assert "Директор на эти дни уже есть: Служебная Дина" in refused.output
    with in_school() as session:
        assert not session.query(Person).filter_by(surname="Новый").count()
        row = session.query(Appointment).filter_by(duty="director").one()
        row.until = clock.today() - timedelta(days=1)
        session.commit()
    assert CODE.search(invite(app, "novyj", "Новый Пётр Ильич", "--duty", "director").output)


def test_who_has_the_duty_already_gets_no_second_one_but_a_code(app, in_school):
    refused = invite(app, "admin", "Служебная Алла", "--duty", "administrator")
    assert "уже назначен: администратор" in refused.output and "без --duty" in refused.output
    assert CODE.search(invite(app, "admin", "Служебная Алла").output)
    with in_school() as session:
        assert session.query(Appointment).filter_by(duty="administrator").count() == 1
