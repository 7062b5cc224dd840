"""Who keeps and who reads registers, and the fields every document has."""

from models.access.role import Role

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
OFFICE = frozenset({Role.ADMINISTRATOR, Role.SECRETARY})
DIRECTOR = frozenset({Role.DIRECTOR})
OPERATOR = frozenset({Role.OPERATOR})
INSPECTED = frozenset({Role.DIRECTOR, Role.INSPECTOR})
PAPER = {"number": "Номер", "on_date": "Дата"}
SHORT = {"number", "on_date", "title"}
