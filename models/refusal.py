"""Refusals: what the domain will not do, said in the user's language."""


class Refused(Exception):
    """The rules do not allow this; the text is one plain Russian sentence."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class WrongFields(Refused):
    """A form cannot be taken as it is; `problems` says why, by field."""

    def __init__(self, problems: dict[str, str]):
        super().__init__("Не сохранено. Исправьте отмеченные поля: причина написана под каждым.")
        self.problems = problems


class StaleMark(Exception):
    """Somebody else wrote here since it was read; carries what stands there now."""

    def __init__(self, current):
        super().__init__("Здесь уже изменили запись")
        self.current = current
