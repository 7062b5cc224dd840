"""The moment in which a restored database takes the journal's place: what is said is what is so."""

import errno
from contextlib import contextmanager

import pytest
from sqlalchemy import NullPool, create_engine, text

from models.base import db
from models.journal.cell import Mark
from models.refusal import Refused
from models.runs import postgres_copy, sqlite_copy
from models.runs.backup import folder, make_backup
from models.runs.restore_log import restores
from models.runs.restoring import Wish, bring_back
from models.school.school import the_school

MATHS = ("5-А", "Математика")


@pytest.fixture
def settings(app):
    found = app.config["KLASS"]
    for file in folder(found.data).glob("*.klass.zst*"):
        file.unlink()
    yield found
    (found.data / "restores.jsonl").unlink(missing_ok=True)


@pytest.fixture
def copy(settings, as_, cast):
    """A copy with one mark; then it was changed."""
    anna = as_("anna")
    anna.type("teacher", cast, MATHS, "petya", "5")
    made = make_backup(settings.database_url, settings.data)
    anna.type("teacher", cast, MATHS, "petya", "2", version=1)
    return made


def marks(app) -> list[str]:
    with app.app_context():
        return [shown for (shown,) in db.session.query(Mark.shown)]


@pytest.fixture
def after_swap(monkeypatch):
    """Let somebody act once, right after the trial has taken the journal's place or instead."""

    def let(act, instead: bool = False):
        todo, restore = [act], postgres_copy.restore

        def swapped(swap):
            def acted(source, target, **how):
                ours = swap is restore or target.name != sqlite_copy.SCRATCH
                act = todo.pop() if ours and todo else None
                if not (act and instead):
                    swap(source, target, **how)
                if act:
                    act()

            return acted

        monkeypatch.setattr(sqlite_copy, "copy", swapped(sqlite_copy.copy))
        monkeypatch.setattr(postgres_copy, "restore", swapped(postgres_copy.restore))

    return let


def lose_marks(settings) -> None:
    """Somebody who heeds no lock."""
    engine = create_engine(settings.database_url, poolclass=NullPool)
    with engine.begin() as base:
        base.execute(text("DELETE FROM mark"))
    engine.dispose()


def test_what_is_wrong_after_the_swap_is_put_back(app, a_stage, copy, settings, after_swap):
    a_stage._close()
    after_swap(lambda: lose_marks(settings))
    with pytest.raises(Refused, match=r"не то, что было подготовлено\..*Всё оставлено как было"):
        bring_back(settings, Wish(settings.data, copy.name, {"id": "x"}), lambda *_: None)
    assert marks(app) == ["2"]


def test_where_nothing_can_be_put_back_nobody_is_told_that_all_is_as_it_was(
    app, a_stage, copy, settings, in_school, after_swap
):
    with in_school() as session:
        session.delete(the_school())
        session.commit()
    a_stage._close()
    after_swap(lambda: lose_marks(settings))
    with pytest.raises(Refused, match="не то, что было подготовлено") as told:
        bring_back(settings, Wish(settings.data, copy.name, {"id": "x"}), lambda *_: None)
    assert "как было" not in told.value.sentence
    assert "Восстановите другую копию" in told.value.sentence
    assert [one["restored"] for one in restores(settings.data)] == [copy.name]


def test_a_swap_that_fails_is_not_told_as_a_restore(app, a_stage, copy, settings, after_swap):
    def refuse():
        raise Refused("База не копируется: нет места.")

    a_stage._close()
    after_swap(refuse, instead=True)
    with pytest.raises(Refused, match="Всё оставлено как было"):
        bring_back(settings, Wish(settings.data, copy.name, {"id": "x"}), lambda *_: None)
    assert marks(app) == ["2"] and restores(settings.data) == []


def test_what_fails_after_a_good_swap_makes_it_no_failed_restore(app, a_stage, copy, settings):
    @contextmanager
    def closing():
        yield
        raise OSError(errno.EIO, "the disk went away")

    a_stage._close()
    wish = Wish(settings.data, copy.name, {"id": "x"})
    assert bring_back(settings, wish, lambda *_: None, closing).copy.name == copy.name
    assert marks(app) == ["5"]
