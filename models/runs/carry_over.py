"""What a restore does not take back: who is signed in where, and everybody's password.

Neither is in the audit. Sign-ins that were ended since the copy would come to life again, and a
password changed because somebody knew it would be the old one. So both come from the database as it
is, for accounts that are the same in it and in the copy.
"""

import logging

from sqlalchemy import NullPool, Table, create_engine, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from models.access.session import AccountSession
from models.people.account import Account
from models.runs.counting_on import count_on

_ACCOUNTS, _SESSIONS = Account.__table__, AccountSession.__table__
_SAME = (_ACCOUNTS.c.id, _ACCOUNTS.c.person_id, _ACCOUNTS.c.login)
_TOGETHER = 500
_log = logging.getLogger("klass.backups")


def carry_over(now_url: str, trial_url: str) -> int:
    """Put sign-ins and passwords of the one database into the other; of how many accounts. A
    database that cannot be read has none to give."""
    now, trial = (create_engine(url, poolclass=NullPool) for url in (now_url, trial_url))
    try:
        with now.connect() as source, trial.begin() as target:
            try:
                kept = {
                    tuple(row[:3]): row.password_hash
                    for row in source.execute(select(*_SAME, _ACCOUNTS.c.password_hash))
                }
                sessions = list(source.execute(select(_SESSIONS)).mappings())
            except DBAPIError:
                _log.warning("the database as it is has no sign-ins to carry over")
                return 0
            same = {tuple(row) for row in target.execute(select(*_SAME))} & set(kept)
            for one in same:
                of_one = update(_ACCOUNTS).where(_ACCOUNTS.c.id == one[0])
                target.execute(of_one.values(password_hash=kept[one]))
            _replace(target, _SESSIONS, sessions, {one[0] for one in same})
            count_on(target)
            return len(same)
    finally:
        now.dispose()
        trial.dispose()


def _replace(target, table: Table, rows: list, accounts: set[int]) -> None:
    target.execute(delete(table))
    known = [dict(row) for row in rows if row["account_id"] in accounts]
    for start in range(0, len(known), _TOGETHER):
        target.execute(insert(table), known[start : start + _TOGETHER])
