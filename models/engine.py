"""How Klass talks to its two databases.

SQLite runs in WAL; what was committed is forced to the disk before anybody is answered
(models/forced_log.py). A transaction that will write begins with BEGIN IMMEDIATE before its
first read, or it would fail with "database is locked" in spite of the busy timeout. PostgreSQL
needs none of this.
"""

import sqlite3
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path

from sqlalchemy import NullPool, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from models.closed import Closed
from models.environment import WrongSetting
from models.forced_log import ForcedLog
from models.turns import turns
from models.writers import Writers

PATIENCE = 15  # seconds a writer waits for its turn
A_MOMENT = 0.5  # and who writes in passing
CONNECTED_WITHIN = 5  # seconds a PostgreSQL server may take to answer a call
BUSY = "the database is busy: another write takes too long"
_writes: ContextVar[bool] = ContextVar("klass_transaction_writes", default=False)
_owed: ContextVar[set | None] = ContextVar("klass_logs_to_force", default=None)
_passing: ContextVar[bool] = ContextVar("klass_writes_in_passing", default=False)


def writing():
    """Within this block transactions that begin are going to write."""
    return _intending(True)


def reading():
    """Within this block transactions that begin only read, and hold no writer up."""
    return _intending(False)


@contextmanager
def in_passing():
    """Within this block transactions write what a reader can do without: they wait a moment for
    their turn, then raise OperationalError, and what they commit is not forced to the disk: the
    last of it may be lost with the machine's power."""
    token = _passing.set(True)
    try:
        with writing():
            yield
    finally:
        _passing.reset(token)


@contextmanager
def _intending(to_write: bool):
    token = _writes.set(to_write)
    try:
        yield
    finally:
        _writes.reset(token)


def intend_to_write(value: bool = True) -> None:
    """From here on transactions that begin in this request or job will write (or will not)."""
    _writes.set(value)


def turn_to_writing(session) -> None:
    """Make the session's reading transaction one that writes, and those after it in this request
    or job. What was read before is forgotten; the connection stays, and so does the session's
    transaction: to change them as well costs a key press a tenth of its time."""
    intend_to_write()
    if not session.in_transaction():
        return
    session.expunge_all()
    connection = session.connection()
    connection.dialect.do_rollback(connection.connection)
    if connection.dialect.name == "sqlite":
        connection.dispatch.begin(connection)


@contextmanager
def forced_at_the_end():
    """What is committed within this block is forced to the disk once, when it ends, and not with
    each commit: for a server's answer, which leaves after that."""
    token = _owed.set(set())
    try:
        yield
    finally:
        owed = _owed.get()
        _owed.reset(token)
        for log in owed:
            log.force()


def _owe(log: ForcedLog) -> None:
    log.commits()
    owed = _owed.get()
    if owed is None:
        with turns.aside():
            log.force()
    else:
        owed.add(log)


def options(url: str) -> dict:
    """Engine options for a database address."""
    if url.startswith("sqlite"):
        waiting = {"check_same_thread": False, "timeout": PATIENCE}
        # the connection used last knows the file best: SQLite keeps its pages per connection
        return {"connect_args": waiting, "pool_use_lifo": True}
    answer = {"connect_timeout": CONNECTED_WITHIN}
    return {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8, "connect_args": answer}


def reach(url: str) -> None:
    """Call the database once, apart from all engines; WrongSetting says why it does not answer."""
    address = make_url(url)
    base = create_engine(url, poolclass=NullPool, connect_args=options(url)["connect_args"])
    sqlite = address.get_backend_name() == "sqlite"
    try:
        with base.connect() as connection:
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master" if sqlite else "SELECT 1")
    except DBAPIError as error:
        why = str(error.orig).strip().splitlines()[0]
        raise WrongSetting(_unreachable(address, why)) from None
    finally:
        base.dispose()


def _unreachable(address, why: str) -> str:
    if address.get_backend_name() == "sqlite":
        return (
            f"DATABASE_URL или KLASS_DATA: файл базы «{address.database}» не открывается ({why}). "
            "Проверьте, что это файл базы Klass и что на него есть права."
        )
    return (
        f"DATABASE_URL: база «{address.database}» не отвечает ({why}). "
        "Проверьте адрес, имя, пароль и запущен ли сервер PostgreSQL."
    )


def prepare(engine, closed: Callable[[], bool] = lambda: False) -> None:
    """Attach the right BEGIN to an engine, and the pragmas where it is SQLite's. `closed`: whether
    nobody may write now (models/closed.py)."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "begin", partial(_begin_on_postgres, closed=closed))
        return

    @event.listens_for(engine, "connect")
    def _pragmas(connection, _record):
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={1000 * PATIENCE}",
            "wal_autocheckpoint=12000",
            "cache_size=-16000",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    writers = _line_of_writers(engine)

    @event.listens_for(engine, "begin")
    def _begin(connection):
        raw = connection.connection.dbapi_connection
        if not _writes.get():
            raw.execute("BEGIN")
        else:
            _begin_writing(raw, writers, closed)


def _begin_on_postgres(connection, closed: Callable[[], bool]) -> None:
    if _writes.get() and closed():
        raise Closed
    if _passing.get():
        passing = f"SET LOCAL synchronous_commit TO off; SET LOCAL lock_timeout TO '{A_MOMENT}s'"
        connection.connection.dbapi_connection.execute(passing)


def _begin_writing(raw, writers: Writers | None, closed: Callable[[], bool]) -> None:
    """Take one's turn and the file's lock; leave the line again where the lock is not to be had
    (a program other than Klass holds it), or where the journal was closed meanwhile."""
    if closed():
        raise Closed
    patience = A_MOMENT if _passing.get() else PATIENCE
    if writers is not None and not writers.enter(raw, patience):
        raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError(BUSY))
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        if writers is not None:
            writers.leave(raw)
        raise OperationalError("BEGIN IMMEDIATE", None, error) from error
    if closed():
        raw.execute("ROLLBACK")
        if writers is not None:
            writers.leave(raw)
        raise Closed


def _line_of_writers(engine) -> Writers | None:
    """The line before the engine's file. A turn ends when its transaction has really ended; what
    it committed is forced to the disk while the next in line already writes."""
    database = engine.url.database
    if not database or database == ":memory:":
        return None
    writers, log = Writers(Path(database)), ForcedLog(Path(database))

    def ending(end, committed: bool = False):
        def ended(connection):
            try:
                end(connection)
            finally:
                writers.leave(getattr(connection, "dbapi_connection", connection))
            if committed and not _passing.get():
                _owe(log)

        return ended

    dialect = engine.dialect
    dialect.do_commit = ending(dialect.do_commit, committed=True)
    dialect.do_rollback = ending(dialect.do_rollback)
    dialect.do_close = ending(dialect.do_close)
    return writers


def loosen(connection) -> None:
    """Let an SQLite connection rebuild tables that others refer to (for migrations, which
    end with their connection)."""
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
