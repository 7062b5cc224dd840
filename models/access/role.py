"""The rooms a person may have a key to."""

from enum import StrEnum


class Role(StrEnum):
    """A role is a hat: one person may have several, the audit records which was on."""

    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"
    DEPUTY_HEAD = "deputy_head"
    OPERATOR = "operator"
    TEACHER = "teacher"
    SECRETARY = "secretary"
    DISPATCHER = "dispatcher"
    INSPECTOR = "inspector"
    PARENT = "parent"
    STUDENT = "student"

    @property
    def title(self) -> str:
        """The Russian name of the room."""
        return TITLES[self]


TITLES = {
    Role.DIRECTOR: "Директор",
    Role.ADMINISTRATOR: "Администратор",
    Role.DEPUTY_HEAD: "Завуч",
    Role.OPERATOR: "Оператор",
    Role.TEACHER: "Учитель",
    Role.SECRETARY: "Секретарь",
    Role.DISPATCHER: "Диспетчер замен",
    Role.INSPECTOR: "Проверяющий",
    Role.PARENT: "Родитель",
    Role.STUDENT: "Ученик",
}
