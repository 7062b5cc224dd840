"""Words of the audit journal for plans of topics, material and homework of single pupils."""

TITLES = {
    "individual_homework": "Индивидуальное задание",
    "lesson_material": "Материал урока",
    "material_file": "Файл материала",
    "plan_binding": "План журнала",
    "plan_topic": "Тема плана",
    "plan_version": "Вариант плана",
    "sheet_mapping": "Столбцы таблицы",
    "topic_plan": "План тем",
}
SHOWN = {"individual_homework": "text"}
FIELDS = {
    "added_at": "добавлен",
    "columns": "столбцы",
    "file_id": "файл",
    "head": "заголовки",
    "homework": "задание",
    "plan_id": "план",
    "removed_at": "убран",
    "removed_by": "кто убрал",
    "section": "раздел",
    "term": "четверть",
    "url": "ссылка",
    "version_id": "вариант плана",
}
OWN_FIELDS = {("homework", "minutes"): "минут на задание"}
OWN_SILENT = {
    ("material_file", "stored"),
    ("material_file", "sha256"),
    ("plan_topic", "key"),
    ("plan_topic", "position"),
    ("sheet_mapping", "head"),
}
