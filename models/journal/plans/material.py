"""Material of a lesson: links and files, for the class and its families (2.6).

A file lies in the data folder beside the scans, under a name nobody can guess; several lessons
may show the same one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ForeignKey, Index, String, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db, line_to_database
from models.files.kept import Brought, KeptFile, bounded, kept, plain_name, refuse_too_much
from models.files.kinds import MEDIA, refuse_false
from models.journal.journal import raise_version
from models.journal.lesson import Lesson
from models.naming import fault_of_name
from models.refusal import Refused

MOST_OF_A_LESSON = 10
MOST_BYTES_OF_A_LESSON = 40 * 2**20
MOST_BYTES_OF_AN_ACCOUNT = 2**30  # in a year of 365 days
LONGEST_TITLE, LONGEST_URL = 200, 500
_NOT_KNOWN = "Материал бывает файлом .pdf, .jpg, .png, .docx, .pptx, .xlsx, .odt, .odp, .ods, .doc."


class MaterialFile(KeptFile, Row, Audited, db.Model):
    """A file; the bytes lie in the data folder."""

    __tablename__ = "material_file"
    __hot__ = True


class LessonMaterial(Row, Audited, db.Model):
    """A link or a file at a lesson; taken away it ends and stays in the books."""

    __tablename__ = "lesson_material"
    __table_args__ = (Index("ix_lesson_material_lesson_id", "lesson_id"),)
    __hot__ = True

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    url: Mapped[str] = mapped_column(String(LONGEST_URL), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("material_file.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    file: Mapped[MaterialFile | None] = relationship(lazy="joined")

    def remove(self, account_id: int | None) -> None:
        """Show it no longer. Twice is once."""
        if self.removed_at is None:
            raise_version(self.journal_id)
            self.removed_at, self.removed_by = clock.now(), account_id


def brought(name: str, read: Callable[[int], bytes]) -> Brought:
    """The file; Refused where it is too large, empty, or not what its name promises."""
    content = bounded(read)
    ending = Path(name.replace("\\", "/")).suffix.lower().lstrip(".").replace("jpeg", "jpg")
    if ending not in MEDIA:
        raise Refused(_NOT_KNOWN)
    refuse_false(content, ending)
    return Brought(plain_name(name, ending, "материал"), ending, content)


def add_material(
    lesson: Lesson, title: str, url: str, file: Brought | None, data: Path, account_id: int | None
) -> LessonMaterial:
    """One more link or file at the lesson: first the bytes, then the rows."""
    raise_version(lesson.journal_id)
    there = materials_of(lesson.id)
    if len(there) >= MOST_OF_A_LESSON:
        raise Refused(f"У урока не больше {MOST_OF_A_LESSON} материалов. Уберите лишние.")
    title, url = " ".join(title.split()), checked_url(url)
    if url and url in {material.url for material in there}:
        raise Refused("Эта ссылка у урока уже есть.")
    if bool(url) == (file is not None):
        raise Refused("Выберите файл или вставьте ссылку: что-то одно.")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"Название не длиннее {LONGEST_TITLE} знаков.")
    if why := fault_of_name(title):
        raise Refused(f"Название материала. {why}")
    row = LessonMaterial(lesson_id=lesson.id, journal_id=lesson.journal_id, account_id=account_id)
    row.title, row.url = title or (file.name if file else url[:LONGEST_TITLE]), url
    row.file = _kept(file, lesson.id, account_id, data) if file else None
    db.session.add(row)
    db.session.flush()
    return row


def checked_url(url: str) -> str:
    """The address of a link, or nothing; refuses all but http and https."""
    url = url.strip()
    if not url:
        return ""
    if len(url) > LONGEST_URL:
        raise Refused(
            f"Ссылка длиннее {LONGEST_URL} знаков. Возьмите короткую: обычно её даёт кнопка "
            "«Поделиться»."
        )
    if any(c.isspace() or c in "<>\"'\\" for c in url):
        raise Refused("Скопируйте адрес ссылки целиком, без пробелов.")
    if not url.lower().startswith(("https://", "http://")) or len(url) < 10:
        raise Refused("Ссылка начинается с https:// или http://.")
    return url


def _kept(file: Brought, lesson_id: int, account_id: int | None, data: Path) -> MaterialFile:
    """Keep a file where the lesson and whoever brought it have room for it."""
    more = len(file.content)
    there = sum(m.file.size for m in materials_of(lesson_id) if m.file)
    refuse_too_much(there, more, MOST_BYTES_OF_A_LESSON, "Файлы одного урока")
    refuse_too_much(_brought_by(account_id), more, MOST_BYTES_OF_AN_ACCOUNT, "Ваши файлы за год")
    return kept(MaterialFile, file, data)


def _brought_by(account_id: int | None) -> int:
    """Bytes of the files the account has put to lessons within a year, shown or not."""
    own = select(LessonMaterial.file_id).where(LessonMaterial.account_id == account_id)
    since = clock.now() - timedelta(days=365)
    query = select(func.coalesce(func.sum(MaterialFile.size), 0))
    return db.session.scalar(
        query.where(MaterialFile.id.in_(own), MaterialFile.uploaded_at >= since)
    )


def materials_of(lesson_id: int) -> list[LessonMaterial]:
    """What is shown at a lesson, in the order it was added."""
    query = select(LessonMaterial).where(
        LessonMaterial.lesson_id == lesson_id, LessonMaterial.removed_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(LessonMaterial.id)))


def copy_materials(source_id: int, target: Lesson, account_id: int | None) -> int:
    """Show the source's material at the target, too; returns how many were not there yet."""
    there = {(m.url, m.file_id) for m in materials_of(target.id)}
    new = [m for m in materials_of(source_id) if (m.url, m.file_id) not in there]
    room = MOST_OF_A_LESSON - len(there)
    for m in new[:room]:
        own = {"lesson_id": target.id, "journal_id": target.journal_id, "account_id": account_id}
        db.session.add(LessonMaterial(**own, title=m.title, url=m.url, file_id=m.file_id))
    if new[:room]:
        raise_version(target.journal_id)
    return len(new[:room])


_SHOWN = (
    select(
        LessonMaterial.lesson_id,
        LessonMaterial.id,
        LessonMaterial.title,
        LessonMaterial.url,
        func.coalesce(MaterialFile.size, 0),
    )
    .outerjoin(MaterialFile, MaterialFile.id == LessonMaterial.file_id)
    .where(
        LessonMaterial.lesson_id.in_(bindparam("lessons", expanding=True)),
        LessonMaterial.removed_at.is_(None),
    )
    .order_by(LessonMaterial.id)
)


def shown_at(lesson_ids: list[int]) -> dict[int, list[tuple]]:
    """Lesson → (id, title, link or nothing, size) of its material, for diaries; one select."""
    found: dict[int, list[tuple]] = {}
    for lesson_id, *said in line_to_database().execute(_SHOWN, {"lessons": lesson_ids}):
        found.setdefault(lesson_id, []).append(tuple(said))
    return found
