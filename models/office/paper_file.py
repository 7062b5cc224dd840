"""The scan of a paper, or its signed file with the detached signature beside it.

Known by content, never by the name; kept in the data folder under a name nobody can guess, and
given out only as an attachment. The signature is kept, not checked: that is a verifier's work.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db
from models.files.kept import Brought, KeptFile, bounded, kept, plain_name, refuse_too_much
from models.files.kinds import PDF, picture_or_pdf
from models.office.paper import FamilyPaper
from models.refusal import Refused

LARGEST_SIGNATURE = 200 * 2**10
MOST_OF_A_PERSON = 100 * 2**20  # bytes of all files one person brought
SIGNATURE = "sig"
_DER = (0x80, 0x81, 0x82, 0x83, 0x84)  # the lengths an ASN.1 sequence may begin with
_OTHERWISE = "документ"


class PaperFile(KeptFile, Row, Audited, db.Model):
    """A file of a paper; the bytes lie in the data folder."""

    __tablename__ = "paper_file"

    paper_id: Mapped[int] = mapped_column(ForeignKey("family_paper.id"), index=True)


def brought_scan(name: str, read: Callable[[int], bytes]) -> Brought:
    """A scan or document; Refused where it is no PDF, JPEG or PNG, or too large."""
    content = bounded(read)
    kind = picture_or_pdf(content)
    if kind is None:
        raise Refused("Скан бывает файлом .pdf, .jpg или .png. Этот файл другой.")
    return Brought(plain_name(name, kind, _OTHERWISE), kind, content)


def brought_signature(name: str, read: Callable[[int], bytes], scan: Brought | None) -> Brought:
    """A detached signature of the document `scan`; Refused where it is none."""
    content = bounded(read, LARGEST_SIGNATURE)
    if scan is None or scan.kind != PDF:
        raise Refused("Подпись прикладывают к документу .pdf: добавьте и его.")
    binary = len(content) > 2 and content[0] == 0x30 and content[1] in _DER
    if not binary and not content.lstrip().startswith((b"-----BEGIN ", b"MI")):
        raise Refused("Это не файл электронной подписи .sig.")
    return Brought(plain_name(name, SIGNATURE, _OTHERWISE), SIGNATURE, content)


def attach(paper: FamilyPaper, brought: list[Brought], data: Path) -> None:
    """Keep the files of a paper: first the bytes, then the rows. Refused where the person's
    papers would take too much room."""
    more = sum(len(file.content) for file in brought)
    refuse_too_much(_bytes_of(paper.person_id), more, MOST_OF_A_PERSON, "Файлы одного человека")
    for file in brought:
        db.session.add(kept(PaperFile, file, data, paper_id=paper.id))


def _bytes_of(person_id: int) -> int:
    query = select(func.coalesce(func.sum(PaperFile.size), 0)).join(FamilyPaper)
    return db.session.scalar(query.where(FamilyPaper.person_id == person_id))


def files_of(paper_ids: list[int]) -> dict[int, list[PaperFile]]:
    """The files of papers, by paper."""
    found: dict[int, list[PaperFile]] = {}
    query = select(PaperFile).where(PaperFile.paper_id.in_(paper_ids)).order_by(PaperFile.id)
    for file in db.session.scalars(query):
        found.setdefault(file.paper_id, []).append(file)
    return found
