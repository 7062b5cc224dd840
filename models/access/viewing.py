"""Who looked at whose data: cards, papers, codes, exports and prints (7.7, ФСТЭК 21 РСБ.1–3).

The journal, the diary and the lists of a duty are not here: reading them is that duty, every day,
and their changes stand in the audit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, exists, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.access.actor import Actor
from models.audit.add_only import AddOnly
from models.base import Row, db

AGAIN = timedelta(minutes=5)  # the same look of the same person within it is written once
LONGEST_DETAIL = 120

CARD, PEOPLE, FAMILIES, PAPERS, PAPER_FILE = "card", "people", "families", "papers", "paper_file"
CODES, STAFF_CODES, REGISTER, FORMS = "codes", "staff_codes", "register", "forms"
ON_PAPER, CHANGES, IMPORT = "on_paper", "changes", "import"
COPY, VIEWINGS, LOG_PRINT = "copy", "viewings", "log_print"
DOSSIER, SIGN_INS = "dossier", "sign_ins"
PUPILS, PUPILS_PRINT = "pupils", "pupils_print"
EXPORTED, CALENDAR = "export", "calendar"
DOCUMENTS, DOCUMENTS_PRINT = "documents", "doc_print"
TOLD, TOLD_PRINT, EXTRACT = "told", "told_print", "extract"
WHAT = {
    CARD: "карточка",
    PEOPLE: "список людей",
    FAMILIES: "состояние бумаг семей",
    ON_PAPER: "семьи, информируемые на бумаге",
    PAPERS: "заявления и согласия",
    PAPER_FILE: "файл заявления или согласия",
    CODES: "коды и вход",
    STAFF_CODES: "коды сотрудников",
    REGISTER: "печать журнала кодов",
    FORMS: "печать бланков с именами",
    CHANGES: "журнал изменений",
    IMPORT: "загруженный список",
    COPY: "скачана копия базы",
    VIEWINGS: "журнал просмотров",
    LOG_PRINT: "печать журнала просмотров",
    DOSSIER: "выгрузка «Сведения обо мне»",
    SIGN_INS: "входы в систему",
    PUPILS: "список учеников и движение",
    PUPILS_PRINT: "печать списка или движения",
    EXPORTED: "выгрузка данных",
    CALENDAR: "календарь расписания",
    DOCUMENTS: "реестры документов школы",
    DOCUMENTS_PRINT: "печать реестра или документа",
    EXTRACT: "печать сведений об успеваемости",
    TOLD: "какие семьи прочитали объявление",
    TOLD_PRINT: "печать: какие семьи прочитали объявление",
}


@dataclass(frozen=True)
class About:
    """Whose data: a person's, a class's, or (neither named) the whole school's."""

    person_id: int | None = None
    class_group_id: int | None = None


class Viewing(Row, AddOnly, db.Model):
    """One look. It names rows without holding them: what is undone later was seen all the same."""

    __tablename__ = "viewing"
    __table_args__ = (
        Index("ix_viewing_person", "person_id", "id"),
        Index("ix_viewing_class_group", "class_group_id", "id"),
        Index("ix_viewing_account", "account_id", "at"),
    )

    at: Mapped[datetime]  # real time, UTC
    school_at: Mapped[datetime]  # the school's clock, UTC
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    hat: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int | None]
    class_group_id: Mapped[int | None]
    detail: Mapped[str] = mapped_column(String(LONGEST_DETAIL), default="")
    address: Mapped[str] = mapped_column(String(60), default="")


def looked_lately(actor: Actor, what: str, about: About, detail: str) -> bool:
    """Whether this very look stands written since a few minutes ago."""
    same = exists().where(
        Viewing.account_id == actor.account_id,
        Viewing.at > clock.real_now() - AGAIN,
        Viewing.hat == str(actor.role),
        Viewing.what == what,
        Viewing.detail == detail,
        _is(Viewing.person_id, about.person_id),
        _is(Viewing.class_group_id, about.class_group_id),
    )
    return db.session.scalar(select(same))


def _is(column, value: int | None):
    return column.is_(None) if value is None else column == value


def note(actor: Actor, what: str, whose: Iterable[About], detail: str, address: str) -> None:
    """Write a look down: a row for each whose data it showed, in one statement."""
    common = {
        "at": clock.real_now(),
        "school_at": clock.now(),
        "account_id": actor.account_id,
        "hat": str(actor.role),
        "what": what,
        "detail": detail,
        "address": address[:60],
    }
    rows = [common | vars(about) for about in whose]
    db.session.execute(insert(Viewing.__table__), rows)
