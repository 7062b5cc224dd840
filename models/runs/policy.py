"""Runs are the administrator's."""

from models.access.policy import KeptPolicy
from models.runs.run import DONE, Run, undoing_of


class RunPolicy(KeptPolicy, subject=Run):
    """The administrator follows every run."""

    def run_view(self):
        return True

    def import_apply(self):
        """What a check has shown can be brought in, and nothing else."""
        run = self.thing
        self.because = "Внести можно только то, что показала удавшаяся проверка файла."
        return run.kind == "import" and run.state == "done" and bool(run.args.get("dry"))

    def import_undo(self):
        """An applied import can be taken back; whether nothing was touched, the undo sees."""
        run = self.thing
        self.because = "Отменить можно только внесённую загрузку."
        if run.kind != "import" or run.state != DONE or run.args.get("dry"):
            return False
        self.because = "Эта загрузка уже отменена."
        undoing = undoing_of(run)
        return undoing is None or undoing.is_active  # a second press is led to the same run
