"""What people call the tables and columns of the next year in the audit journal."""

TITLES = {"rollover": "План следующего года"}
FIELDS = {"answers": "ответы", "changed_at": "изменён"}
OWN_SILENT = {("rollover", "answers"), ("rollover", "changed_at")}
