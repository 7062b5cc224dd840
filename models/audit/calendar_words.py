"""Words of the audit journal for the school's calendar."""

TITLES = {
    "bell_schedule": "Расписание звонков",
    "moved_day": "Перенос учебного дня",
    "quarantine": "Карантин",
}
FIELDS = {
    "grade_to": "по параллель",
    "schedule_id": "расписание звонков",
    "shift": "смена",
}
OWN_VALUES = {
    ("holiday", "kind"): {
        "break": "каникулы",
        "public": "праздник",
        "own": "свободный день школы",
        "cancelled": "отменённые занятия",
    },
    ("quarantine", "kind"): {"remote": "учится дистанционно", "closed": "занятий нет"},
}
