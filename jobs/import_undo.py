"""Taking back what a run wrote (an import, the step into the next year), as a run: args run_id of
that run."""

from models.audit.undo import undo_run


def run(run, progress) -> dict:
    """Invert everything the import wrote; refused where something was touched since."""
    progress(1, 2, "Отменяю")
    return {"inverted": undo_run(run.args["run_id"], progress), "undid": run.args["run_id"]}
