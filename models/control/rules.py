"""The rules of the regulation, one place: what is entered, by whom, by when, how it is controlled.

Pure. The table of clause 2.4, the deadlines on everybody's page and the findings of control all
come from here; each rule names its clause.
"""

from collections.abc import Callable
from dataclasses import dataclass

from models.access.grants import GRANTS
from models.access.role import Role
from models.control.numbers import ON_FREE_DAY, STAY, WORKING, Numbers
from models.office.order import ELECTRONIC, TRANSITION

TOPIC, ABSENT, HOMEWORK, WORK, TERM, BACKFILLED = (
    "topic",
    "absent",
    "homework",
    "work",
    "term",
    "backfilled",
)
COPY, TERM_COPY = "copy", "term_copy"
WRITERS = {ELECTRONIC: Role.TEACHER, TRANSITION: Role.OPERATOR}


@dataclass(frozen=True)
class Rule:
    """One row of the table of 2.4. `action` of the rights matrix says who may enter it at all;
    the mode of the class, which of them does. `finding` is said of a breach."""

    name: str
    clause: str
    mode: str  # of the class in which it holds; empty: in both
    title: str
    document: str
    action: str
    due: Callable[[Numbers], str]
    control: str
    change: str
    finding: str = ""

    @property
    def writers(self) -> list[Role]:
        """Who enters it: granted by the matrix, and the writer of the mode where it has one."""
        able = [role for role in Role if self.action in GRANTS[role]]
        return [r for r in able if r is WRITERS[self.mode]] if self.mode else able


def _days(count: int, numbers: Numbers) -> str:
    kind = " раб." if numbers.days == WORKING else ""
    return f"{count}{kind} дн."


def _by_control(numbers: Numbers) -> str:
    moved = "" if numbers.free_control == STAY else f"; {ON_FREE_DAY[numbers.free_control]}"
    return (
        f"до {numbers.first_control}-го и до {numbers.second_control}-го числа месяца, "
        f"{numbers.control_hour}:00 (кроме работ последних {numbers.grace_days} дн.){moved}"
    )


_JOURNAL = "Электронный журнал, страница предмета"
_BY_TEACHER = "сам учитель; старую отметку только с причиной, в закрытом периоде никто"
_BY_OPERATOR = "оператор класса по бумажному журналу; в закрытом периоде никто"
_SNAPSHOT = "список сроков учителя, замечания, срезы в дни контроля"
_OPERATOR_SNAPSHOT = "список сроков оператора, замечания, срезы в дни контроля"

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            TOPIC,
            "5.4(1)",
            ELECTRONIC,
            "Проведённый урок: тема",
            _JOURNAL,
            "lesson.write",
            lambda _n: "в день урока",
            _SNAPSHOT,
            "учитель этого урока, пока период открыт",
            "нет темы урока",
        ),
        Rule(
            ABSENT,
            "5.4(1)",
            ELECTRONIC,
            "Отсутствующие на уроке",
            _JOURNAL,
            "attendance.check",
            lambda _n: "в день урока",
            _SNAPSHOT,
            "учитель этого урока, пока период открыт",
            "не отмечены отсутствующие",
        ),
        Rule(
            HOMEWORK,
            "5.4(2)",
            ELECTRONIC,
            "Домашнее задание (или «Не задано»)",
            _JOURNAL,
            "lesson.write",
            lambda n: (
                f"в день урока, не позже {n.homework_minutes} мин после всех уроков этих учеников"
            ),
            _SNAPSHOT,
            "учитель этого урока, пока период открыт",
            "нет домашнего задания",
        ),
        Rule(
            WORK,
            "5.4(3)",
            ELECTRONIC,
            "Результаты работы, которую пишут все",
            _JOURNAL,
            "cell.write",
            lambda n: f"{_days(n.work_days, n)} со дня работы",
            _SNAPSHOT,
            _BY_TEACHER,
            "не выставлены отметки за работу",
        ),
        Rule(
            TERM,
            "5.4(4)",
            ELECTRONIC,
            "Отметки промежуточной и итоговой аттестации",
            "Электронный журнал, отметки за период",
            "term_mark.give",
            lambda n: (
                f"{_days(n.term_days, n)} после конца периода и года; экзаменационные и итоговые: "
                f"{_days(n.exam_days, n)} после последнего периода"
            ),
            _SNAPSHOT,
            "сам учитель, пока период открыт",
            "не выставлены отметки за период",
        ),
        Rule(
            BACKFILLED,
            "5.4",
            ELECTRONIC,
            "Отметка за прошедший урок («доставление»)",
            _JOURNAL,
            "cell.write",
            lambda n: f"не позже {_days(n.work_days, n)} после урока или сдачи работы",
            "замечания; отработка и исправление не считаются",
            _BY_TEACHER,
            "отметки внесены задним числом",
        ),
        Rule(
            COPY,
            "5.3(9), 5.2(12)",
            TRANSITION,
            "Отметки и пропуски из бумажного журнала",
            _JOURNAL,
            "cell.write",
            _by_control,
            _OPERATOR_SNAPSHOT,
            _BY_OPERATOR,
            "урок не перенесён и не сверен",
        ),
        Rule(
            TERM_COPY,
            "5.3",
            TRANSITION,
            "Отметки за период из бумажного журнала",
            "Электронный журнал, отметки за период",
            "term_mark.give",
            lambda n: (
                f"до ближайшего контроля ({n.first_control}-го или {n.second_control}-го) "
                "после того, как они есть на бумаге"
            ),
            _OPERATOR_SNAPSHOT,
            _BY_OPERATOR,
            "не перенесены отметки за период",
        ),
    )
}

_CHANGED_THERE = "те же, с записью в журнале изменений"
RECORDS = (  # kept in every mode; nothing there is due at a minute, so no duty is counted
    Rule(
        "appointments",
        "4.1, 4.2",
        "",
        "Назначение администратора, операторов, классных руководителей",
        "Реестр приказов",
        "order.enter",
        lambda _n: "ежегодно, в начале учебного года",
        "напоминание администратору о заканчивающихся назначениях",
        "другим приказом",
    ),
    Rule(
        "papers",
        "4.4, 5.2(8)",
        "",
        "Заявление и согласие семьи, прекращение и отзыв",
        "Реестр заявлений и согласий",
        "paper.take",
        lambda _n: "до открытия доступа; отзыв в тот же день",
        "список семей без бумаг; оператор принимает прекращение к сведению",
        "не меняются: следующая бумага сменяет прежнюю",
    ),
    Rule(
        "codes",
        "3.1, 4.3",
        "",
        "Пригласительный код",
        "Журнал выдачи кодов",
        "code.issue",
        lambda _n: "после заявления и согласия",
        "журнал выдачи с отметкой о вручении",
        "новый код отменяет прежний",
    ),
    Rule(
        "pupils",
        "5.3(2), 5.3(3)",
        "",
        "Список класса и движение учащихся",
        "Списки классов",
        "import.apply",
        lambda _n: "к началу учебного года и по мере движения",
        "полнота журналов, раздел «Список класса»",
        _CHANGED_THERE,
    ),
    Rule(
        "groups",
        "5.3(4)",
        "",
        "Учебные группы на страницах предметов",
        "Электронный журнал, страница предмета",
        "import.decide",
        lambda _n: "к началу учебного года и при изменении",
        "полнота журналов, раздел «Предметы»",
        _CHANGED_THERE,
    ),
    Rule(
        "timetable",
        "5.3(5)",
        "",
        "Расписание занятий",
        "Расписание",
        "import.apply",
        lambda _n: "поэтапно, до начала учебной четверти",
        "полнота журналов, раздел «Расписание»",
        _CHANGED_THERE,
    ),
)


def rules_in_mode(mode: str) -> list[Rule]:
    """The rules that hold in a mode, in their order; without one, what is kept in both."""
    return [rule for rule in (*RULES.values(), *RECORDS) if rule.mode == mode]
