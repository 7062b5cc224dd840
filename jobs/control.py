"""The control snapshot as a run: by cron in the evening of a control day, or by button."""

from models import clock
from models.control.official import controls_to_take
from models.control.snapshot import rows_of, take_snapshot


def run(run, progress) -> dict:
    """By button: take the snapshot of the last control now. By cron: those of the controls whose
    hour is over and that have none yet, though the machine was off that evening."""
    controls = [None]
    if run.account_id is None:
        controls = controls_to_take(clock.today(), clock.now())
    if not controls:
        return {"skipped": True}
    progress(1, 2, "Считаю уроки и записи")
    snapshots = [take_snapshot(control, run_id=run.id) for control in controls]
    rows = rows_of(snapshots[-1])
    return {
        "snapshot_id": snapshots[-1].id,
        "journals": len(rows),
        "due": sum(row.due for row in rows),
        "missing": sum(row.missing for row in rows),
    }
