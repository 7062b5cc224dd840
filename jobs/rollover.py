"""The next year, as a run: args year_id of the year that ends."""

from models.journal.days import ensure_journals
from models.office.rollover.doing import STEPS, roll_over


def run(run, progress) -> dict:
    """Do the plan and open the journals of what is taught; the result counts what was written."""
    doing = roll_over(run.args["year_id"], run.account_id, progress)
    progress(len(STEPS), len(STEPS) + 1, "Журналы")
    ensure_journals(doing.upcoming, doing.pairs)
    return {"year_id": run.args["year_id"], "done": dict(+doing.done)}
