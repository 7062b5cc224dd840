"""Runs are the administrator's; of exports the director's, too."""

from sqlalchemy import select

from models.access.policy import KeptPolicy
from models.access.role import Role
from models.runs.run import DONE, EXPORTING, Run


class RunPolicy(KeptPolicy, subject=Run):
    """The administrator follows every run; the director those of the own exports. A file that
    was made for somebody is theirs alone."""

    @classmethod
    def visible_to(cls, actor):
        if actor.role is Role.DIRECTOR:
            own = (Run.kind == EXPORTING, Run.account_id == actor.account_id)
            return select(Run).where(*own, Run.hat == str(actor.role))
        return super().visible_to(actor)

    def export_fetch(self):
        """Whoever asked for the file, in the role they asked in."""
        run, actor = self.thing, self.actor
        self.because = "Этот файл готовили для другого человека."
        asked = (run.account_id, run.hat) == (actor.account_id, str(actor.role))
        return asked and run.kind == EXPORTING and run.state == DONE

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
        return run.kind == "import" and run.state == DONE and not run.args.get("dry")
