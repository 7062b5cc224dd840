"""Where Klass holds something about a person: every column that names one, table by table.

`tests/architecture/test_dossier.py` compares this with the models: a new table is told, counted,
or left out with a reason.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """The rows that name the person in this column are told one by one, without some columns.
    `through`: the table's rows hang on rows of another, which name the person."""

    title: str
    without: frozenset[str] = frozenset()
    through: tuple[str, str] | None = None


@dataclass(frozen=True)
class Counted:
    """What the person did by duty: how often, from when to when; the rows are about others."""

    title: str
    moment: str


_OTHERS = frozenset({"person_id", "note", "annulled_why"})  # who brought it, and why: another's
_SILENT = frozenset({"from_date", "until", "basis"})  # the end of a parent's rights: silently

TOLD: dict[tuple[str, str], Told] = {
    ("person", "id"): Told("Карточка"),
    ("employee", "person_id"): Told("Должность"),
    ("account", "person_id"): Told("Учётная запись"),
    ("enrolment", "student_id"): Told("Зачисление в классы"),
    ("membership", "student_id"): Told("Учебные группы"),
    ("movement", "student_id"): Told(
        "Приказы о движении", frozenset({"did", "annulled_why", "enrolment_id"})
    ),
    ("leave", "student_id"): Told("Больница и санаторий"),
    ("certificate", "student_id"): Told("Справки", frozenset({"turned", "annulled_why"})),
    ("studied_elsewhere", "student_id"): Told("Справки об обучении", frozenset({"annulled_why"})),
    ("brought_mark", "student_id"): Told("Отметки по справкам", frozenset({"annulled_why"})),
    ("encouragement", "student_id"): Told("Поощрения", frozenset({"annulled_why"})),
    ("guardianship", "person_id"): Told("Дети"),
    ("guardianship", "student_id"): Told("Родители", _SILENT),
    ("family_paper", "person_id"): Told("Поданные заявления и согласия"),
    ("family_paper", "student_id"): Told("Заявления и согласия о ребёнке", _OTHERS),
    ("paper_file", "paper_id"): Told("Файлы бумаг", through=("family_paper", "person_id")),
    ("term_mark", "student_id"): Told("Отметки за периоды"),
    ("mark", "student_id"): Told("Отметки"),
    ("attendance", "student_id"): Told("Пропуски и опоздания"),
    ("remark", "student_id"): Told("Замечания"),
    ("individual_homework", "student_id"): Told("Индивидуальные задания"),
    ("topic_plan", "person_id"): Told("Планы тем"),
    ("sheet_mapping", "account_id"): Told("Столбцы таблиц", frozenset({"head"})),
    ("appointment", "person_id"): Told("Назначения"),
    ("appointment_class", "appointment_id"): Told(
        "Классы назначений", through=("appointment", "person_id")
    ),
    ("appointment_grade", "appointment_id"): Told(
        "Параллели назначений", through=("appointment", "person_id")
    ),
    ("appointment_ending", "appointment_id"): Told(
        "Досрочные окончания назначений", through=("appointment", "person_id")
    ),
    ("right_request", "person_id"): Told("Заявления о правах"),
    ("exemption", "person_id"): Told("Освобождения от ответственности", frozenset({"note"})),
    ("explanation", "person_id"): Told("Объяснения замечаний"),
    ("document", "person_id"): Told(
        "Документы школы", frozenset({"text", "figures", "annulled_why", "party"})
    ),
    ("notice_reader", "person_id"): Told("Адресованные сообщения"),
    ("notice_read", "person_id"): Told("Отметки об ознакомлении"),
    ("reminder", "person_id"): Told("Напоминания о сроках"),
    ("code_issuer", "person_id"): Told("Поручения выдавать коды"),
    ("teaching_assignment", "employee_id"): Told("Нагрузка"),
    ("lesson_slot", "employee_id"): Told("Места в расписании"),
    ("lesson_slot", "assistant_id"): Told("Места в расписании, помощник"),
    ("substitution", "employee_id"): Told("Замены"),
    ("teacher_absence", "employee_id"): Told("Отсутствия на работе"),
    ("lesson", "employee_id"): Told("Уроки", frozenset({"topic", "topic_entered_at", "paper_on"})),
    ("lesson", "assistant_id"): Told(
        "Уроки, помощник", frozenset({"topic", "topic_entered_at", "paper_on"})
    ),
    ("invitation", "account_id"): Told("Пригласительные коды"),
    ("blocking", "account_id"): Told("Блокировки"),
    ("account_session", "account_id"): Told("Входы"),
    ("second_factor", "account_id"): Told("Второй фактор", frozenset({"secret", "last_step"})),
    ("recovery_code", "account_id"): Told("Запасные коды", frozenset({"code_hash"})),
    ("door_release", "account_id"): Told("Вход открыт раньше срока"),
}

COUNTED: dict[tuple[str, str], Counted] = {
    ("audit_entry", "account_id"): Counted("Записи и изменения под этой учётной записью", "at"),
    ("viewing", "account_id"): Counted("Просмотры чужих данных под этой учётной записью", "at"),
    ("run", "account_id"): Counted("Запущенные задания", "queued_at"),
    ("upload", "account_id"): Counted("Загруженные файлы", "uploaded_at"),
}

OWN_CHAPTERS = {  # told by functions of their own
    ("audit_entry", "student_id"): "past.history",
    ("viewing", "person_id"): "past.looks",
    ("student", "person_id"): "that the person is a pupil, told by all that hangs on it",
}

_BY_DUTY = "who entered it by duty; the row is about another, the entry is counted"
LEFT_OUT: dict[tuple[str, str], str] = {
    ("appointment", "stands_in_for"): "the deputy's appointment, told with the deputy",
    ("acknowledgement", "account_id"): _BY_DUTY,
    ("document", "annulled_by"): _BY_DUTY,
    ("document", "entered_by"): _BY_DUTY,
    ("document_step", "done_by"): _BY_DUTY,
    ("notice", "made_by"): _BY_DUTY,
    ("notice_read", "account_id"): _BY_DUTY,
    ("rule_set", "account_id"): _BY_DUTY,
    ("accuracy_check", "made_by"): _BY_DUTY,
    ("accuracy_item", "compared_by"): _BY_DUTY,
    ("accuracy_item", "student_id"): "a record drawn to be compared with paper; it is told itself",
    ("explanation", "read_by"): _BY_DUTY,
    ("inquiry", "asked_by"): _BY_DUTY,
    ("analytic_note", "made_by"): _BY_DUTY,
    ("removal_act", "made_by"): _BY_DUTY,
    ("removal_act", "signed_by"): _BY_DUTY,
    ("removal_act", "done_by"): _BY_DUTY,
    ("removal_act", "annulled_by"): _BY_DUTY,
    ("analytic_note", "signed_by"): _BY_DUTY,
    ("inquiry", "answered_by"): _BY_DUTY,
    ("exemption", "account_id"): _BY_DUTY,
    ("exemption", "annulled_by"): _BY_DUTY,
    ("acknowledgement", "paper_id"): "which of the staff has read of the paper; it is told itself",
    ("attendance", "account_id"): _BY_DUTY,
    ("attendance_check", "account_id"): _BY_DUTY,
    ("blocking", "blocked_by"): _BY_DUTY,
    ("brought_mark", "annulled_by"): _BY_DUTY,
    ("brought_mark", "entered_by"): _BY_DUTY,
    ("studied_elsewhere", "annulled_by"): _BY_DUTY,
    ("studied_elsewhere", "entered_by"): _BY_DUTY,
    ("certificate", "annulled_by"): _BY_DUTY,
    ("certificate", "entered_by"): _BY_DUTY,
    ("encouragement", "annulled_by"): _BY_DUTY,
    ("encouragement", "entered_by"): _BY_DUTY,
    ("movement", "annulled_by"): _BY_DUTY,
    ("movement", "entered_by"): _BY_DUTY,
    ("blocking", "lifted_by"): _BY_DUTY,
    ("code_issuer", "granted_by"): _BY_DUTY,
    ("door_release", "released_by"): _BY_DUTY,
    ("family_paper", "entered_by"): _BY_DUTY,
    ("family_paper", "annulled_by"): _BY_DUTY,
    ("homework", "account_id"): _BY_DUTY,
    ("individual_homework", "account_id"): _BY_DUTY,
    ("lesson_material", "account_id"): _BY_DUTY,
    ("lesson_material", "removed_by"): _BY_DUTY,
    ("plan_version", "account_id"): _BY_DUTY,
    ("invitation", "issued_by"): _BY_DUTY,
    ("invitation", "handed_by"): _BY_DUTY,
    ("remark", "account_id"): _BY_DUTY,
    ("right_request", "decided_by"): _BY_DUTY,
    ("term_closing", "account_id"): _BY_DUTY,
    ("cell", "student_id"): "a place in the grid; what stands in it is told",
    ("invitation", "student_id"): "the parent's own code, told with the parent",
    ("pace", "account_id"): "how fast costly pages were asked for, of the last minutes",
    ("write_key", "account_id"): "answers kept two weeks for repeated sendings",
}

UNTOLD = frozenset(  # columns of no meaning to a reader
    {"id", "version", "stamp", "counted", "position", "slot_id", "column_id", "year_id"}
)
SECRETS = frozenset(
    {
        ("account", "password_hash"),
        ("account_session", "token_hash"),
        ("invitation", "code_hash"),
        ("recovery_code", "code_hash"),
        ("second_factor", "secret"),
        ("document_file", "stored"),
        ("document_file", "sha256"),
        ("paper_file", "stored"),
        ("paper_file", "sha256"),
    }
)
KEPT_POSITIONS = frozenset({("employee", "position")})
