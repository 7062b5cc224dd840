"""The runs that did the next year: which one stands, which one is under way."""

from sqlalchemy import select

from models.base import db
from models.runs.run import DONE, QUEUED, RUNNING, Run

DO, UNDO = "rollover", "rollover-undo"


def standing_run(year_id: int) -> Run | None:
    """The newest run that went from this year into the next and was not taken back."""
    undone = {
        run.args["run_id"]
        for run in db.session.scalars(select(Run).where(Run.kind == UNDO, Run.state == DONE))
    }
    did = select(Run).where(Run.kind == DO, Run.state == DONE).order_by(Run.id.desc())
    return next(
        (
            run
            for run in db.session.scalars(did)
            if run.args["year_id"] == year_id and run.id not in undone
        ),
        None,
    )


def run_under_way() -> Run | None:
    """The doing or undoing that waits or is under way."""
    under_way = select(Run).where(Run.kind.in_((DO, UNDO)), Run.state.in_((QUEUED, RUNNING)))
    return db.session.scalar(under_way.order_by(Run.id.desc()).limit(1))
