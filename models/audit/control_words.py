"""What people call tables and columns of control in the audit journal."""

TITLES = {
    "check_switch": "Проверка журналов",
    "analytic_note": "Аналитическая справка",
    "exemption": "Освобождение от ответственности",
    "explanation": "Объяснение замечания",
    "inquiry": "Запрос директора",
    "rule_set": "Сроки регламента",
}
FIELDS = {
    "is_on": "включена",
    "read_at": "прочитано",
    "read_by": "кто прочитал",
    "about": "о чём",
    "act": "локальный акт",
    "answered_at": "ответ дан",
    "answered_by": "кто ответил",
    "asked_by": "кто спросил",
    "council": "где доведена до сведения",
    "document": "документ",
    "figures": "цифры",
    "first": "первый день",
    "last": "последний день",
    "made_by": "кто составил",
    "numbers": "сроки",
    "rule": "правило",
    "signed_at": "подписана",
    "signed_by": "кто подписал",
}
OWN_VALUES = {
    ("exemption", "kind"): {
        "illness": "временная нетрудоспособность",
        "leave": "отпуск",
        "courses": "курсы",
        "late": "поздно в бумажном журнале",
        "empty": "нет в бумажном журнале",
        "backfilled": "«доставление» на бумаге",
        "wrong": "неверные сведения",
        "stop": "остановка системы",
    },
}
