"""The control snapshot as a run: by cron in the evening of a control day, or by button."""

from models import clock
from models.control.deadlines import is_control
from models.control.rule_set import numbers_on
from models.control.snapshot import rows_of, take_snapshot


def run(run, progress) -> dict:
    """Take the snapshot; a run of the cron on another day does nothing."""
    today = clock.today()
    if run.account_id is None and not is_control(today, numbers_on(today)):
        return {"skipped": True}
    progress(1, 2, "Считаю уроки и записи")
    snapshot = take_snapshot(run_id=run.id)
    rows = rows_of(snapshot)
    return {
        "snapshot_id": snapshot.id,
        "journals": len(rows),
        "due": sum(row.due for row in rows),
        "missing": sum(row.missing for row in rows),
    }
