"""What people call the tables and columns of the movement of pupils in the audit journal."""

TITLES = {
    "brought_mark": "Отметка по справке",
    "certificate": "Справка",
    "encouragement": "Поощрение",
    "leave": "Временное выбытие",
    "movement": "Движение",
}
FIELDS = {
    "did": "что изменено",
    "document": "документ",
    "enrolment_id": "зачисление",
    "place": "откуда или куда",
    "turned": "изменённые пропуски",
}
OWN_FIELDS = {
    ("certificate", "code"): "причина",
    ("certificate", "on_date"): "дата справки",
    ("leave", "place"): "где",
    ("movement", "on_date"): "действует с",
}
OWN_SILENT = {("movement", "did"), ("certificate", "turned")}
OWN_VALUES = {
    ("leave", "kind"): {"hospital": "больница", "sanatorium": "санаторий"},
    ("movement", "kind"): {
        "arrival": "зачисление",
        "transfer": "перевод",
        "departure": "выбытие",
        "return": "повторное зачисление",
        "home": "обучение на дому",
        "leave": "временное выбытие",
    },
}
