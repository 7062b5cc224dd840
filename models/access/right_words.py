"""The rights matrix in the words of the school: what each action is, and how far a role goes."""

from models.access.grants import GRANTS
from models.access.role import Role

ACTIONS_IN_WORDS: dict[str, dict[str, str]] = {
    "Журналы": {
        "journal.view": "смотреть журналы и отметки за период",
        "lesson.view": "смотреть урок: тему, задание, отсутствующих",
        "cell.history": "видеть, кто и когда ставил отметку, и журнал прошлого дня",
        "cell.write": "ставить отметки и пропуски",
        "attendance.check": "отмечать, что отсутствующие проверены",
        "lesson.write": "записывать тему и домашнее задание",
        "term_mark.give": "выставлять отметки за период и год",
        "timetable.view": "смотреть расписание классов и учителей",
        "diary.view": "читать дневник",
    },
    "Школа": {
        "school.view": "открывать раздел о школе",
    },
    "Контроль": {
        "control.view": "смотреть заполнение журналов и контрольные срезы",
        "control.make": "делать контрольный срез",
        "audit.view": "смотреть журнал изменений",
    },
    "Приказы и права": {
        "order.view": "смотреть приказы и назначения",
        "order.enter": "вносить приказы: назначать и прекращать полномочия",
        "right.view": "смотреть и печатать эту таблицу прав",
        "request.write": "просить о расширении своих прав",
        "request.decide": "решать заявления о расширении прав",
    },
    "Люди и вход": {
        "account.view": "смотреть список людей и учётных записей",
        "person.view": "смотреть карточку человека с телефоном и почтой",
        "account.block": "блокировать вход и закрывать доступ родителя",
        "code.view": "смотреть, кому выданы пригласительные коды",
        "code.issue": "выдавать пригласительные коды",
        "issuer.appoint": "поручать выдачу кодов классным руководителям",
        "paper.view": "смотреть заявления и согласия семей",
        "paper.take": "вносить заявления, согласия и отзывы",
        "stop.acknowledge": "принимать к сведению прекращение услуги и отзыв согласия",
        "sign_in.own": "видеть свои входы",
        "sign_in.end": "заканчивать свои входы",
        "password.change": "менять свой пароль",
        "second_factor.own": "включать и выключать свой второй фактор",
        "sign_in.view": "смотреть, кто где вошёл и кто ждёт у входа",
        "sign_in.release": "открывать вход раньше срока и заканчивать чужие входы",
        "second_factor.reset": "сбрасывать второй фактор тому, кто потерял телефон",
        "viewing.own": "видеть, кто смотрел данные своего ребёнка",
        "viewing.view": "смотреть журнал просмотров",
        "dossier.own": "получать сведения о себе одним файлом",
        "dossier.make": "выдавать человеку сведения о нём одним файлом",
    },
    "Данные и система": {
        "import.view": "смотреть загрузки",
        "import.upload": "загружать расписание и списки",
        "import.decide": "отвечать на вопросы загрузки",
        "import.columns": "указывать, что в каком столбце списка",
        "import.apply": "применять загрузку",
        "import.undo": "отменять загрузку",
        "setting.view": "смотреть настройки журнала",
        "setting.change": "менять настройки и виды работ",
        "backup.view": "смотреть резервные копии",
        "backup.make": "делать резервную копию",
        "backup.verify": "проверять резервную копию",
        "backup.download": "скачивать резервную копию",
        "run.view": "смотреть ход заданий",
    },
}
WORDS = {action: words for group in ACTIONS_IN_WORDS.values() for action, words in group.items()}
REACH = {
    Role.DIRECTOR: "вся школа, только чтение",
    Role.ADMINISTRATOR: "вся школа; отметок не ставит",
    Role.DEPUTY_HEAD: "параллели из приказа, только чтение",
    Role.OPERATOR: "классы из приказа, пока они в переходном периоде",
    Role.TEACHER: "свои уроки и замены; журналы своего класса только читает; "
    "коды выдаёт семьям своего класса, если это поручено",
    Role.SECRETARY: "расписание школы",
    Role.DISPATCHER: "расписание школы",
    Role.INSPECTOR: "вся школа до дня из приказа, только чтение, без телефонов и адресов",
    Role.PARENT: "свои дети, пока действуют заявление и согласие",
    Role.STUDENT: "только сам, пока действуют заявление и согласие семьи",
}


def may_do(role: Role) -> list[str]:
    """What the role may do, in words, in the order of the matrix."""
    return [words for action, words in WORDS.items() if action in GRANTS[role]]
