"""A run: one background job as a thing with a state and a result."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.author import SYSTEM, Author
from models.base import Row, db

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
IMPORT_UNDO, EXPORTING = "import-undo", "export"
OVERTAKEN = "Задание осталось в прошлом: база восстановлена из копии."
STATES = {QUEUED: "ждёт", RUNNING: "идёт", DONE: "готово", FAILED: "не удалось"}


class Run(Row, db.Model):
    """Who started which job with what, how far it is, what came out."""

    __tablename__ = "run"

    kind: Mapped[str] = mapped_column(String(40), index=True)
    state: Mapped[str] = mapped_column(String(10), default=QUEUED)
    args: Mapped[dict] = mapped_column(default=dict)
    result: Mapped[dict | None]
    error: Mapped[str | None] = mapped_column(String(500))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    hat: Mapped[str] = mapped_column(String(20), default=SYSTEM)
    queued_at: Mapped[datetime] = mapped_column(default=clock.real_now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_active(self) -> bool:
        return self.state in (QUEUED, RUNNING)

    @property
    def is_overtaken(self) -> bool:
        """Whether a restore, and no fault, ended it."""
        return self.state == FAILED and self.error == OVERTAKEN

    @property
    def state_title(self) -> str:
        return STATES[self.state]

    @property
    def author(self) -> Author:
        """The hand behind what this run writes."""
        return Author(self.account_id, self.hat, run_id=self.id)

    def begin(self) -> bool:
        """Take the run up; False where it is already finished (a job delivered twice)."""
        if not self.is_active:
            return False
        self.state, self.started_at = RUNNING, clock.real_now()
        return True

    def finish(self, result: dict) -> None:
        self.state, self.result = DONE, result
        self.finished_at = clock.real_now()

    def fail(self, sentence: str) -> None:
        self.state, self.error = FAILED, sentence[:500]
        self.finished_at = clock.real_now()


def new_run(kind: str, *, by=None, **args) -> Run:
    """A run waiting to be started; `by` is the actor who asked, None is the program itself."""
    run = Run(kind=kind, args=args, state=QUEUED, hat=SYSTEM)
    if by is not None:
        run.account_id, run.hat = by.account_id, str(by.role)
    db.session.add(run)
    return run


def active_run(kind: str, args: dict) -> Run | None:
    """The run of this kind and these args that waits or is under way. In a transaction that
    writes: until its end nobody else can ask the same."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"run {kind}"))))
    active = select(Run).where(Run.kind == kind, Run.state.in_((QUEUED, RUNNING)))
    return next((run for run in db.session.scalars(active) if run.args == args), None)


def last_run(kind: str) -> Run | None:
    """The newest run of a kind."""
    return db.session.scalar(select(Run).where(Run.kind == kind).order_by(Run.id.desc()).limit(1))


def undoing_of(run: Run) -> Run | None:
    """The run that takes this import back or has done so; None where nobody asked or it failed."""
    asked = select(Run).where(Run.kind == IMPORT_UNDO, Run.state != FAILED)
    ours = asked.where(Run.args["run_id"].as_integer() == run.id)
    return db.session.scalar(ours.order_by(Run.id.desc()).limit(1))
