"""The rooms a person may have a key to."""

from enum import StrEnum


class Role(StrEnum):
    """A role is a hat: one person may have several, the audit records which was on."""

    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    TEACHER = "teacher"
    PARENT = "parent"
    STUDENT = "student"

    @property
    def title(self) -> str:
        """The Russian name of the room."""
        return TITLES[self]


TITLES = {
    Role.DIRECTOR: "Директор",
    Role.ADMINISTRATOR: "Администратор",
    Role.OPERATOR: "Оператор",
    Role.TEACHER: "Учитель",
    Role.PARENT: "Родитель",
    Role.STUDENT: "Ученик",
}
