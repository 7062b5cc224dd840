"""`flask account invite`: a code for whom it is meant, and for nobody else."""

import re

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
