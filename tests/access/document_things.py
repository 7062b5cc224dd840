"""Documents of the school for those who walk through their registers: an appeal, a demand to an
operator, a demand to the one responsible for movement, and what must be read."""

from models.access.role import Role
from models.office.class_notice import send_class_notice
from models.office.documents.document import DocumentFile, DocumentStep
from models.office.documents.keeping import attach_files, enter_document
from models.office.documents.kinds import KINDS
from models.office.notice import send_notice
from models.office.paper_file import brought_scan
from models.school.groups import ClassGroup
from tests.cast import MONDAY

_COMMON = {
    "number": "1",
    "on_date": MONDAY,
    "title": "О журнале",
    "text": "Текст",
    "due_on": MONDAY,
}


def make_documents(session, cast, data) -> dict[str, object]:
    """Argument of an address → number, and the documents of some rooms by name."""
    on_paper = [(cast.classes["5-Б"], None)]  # is in transition already: nothing changes
    made = {"documents": {}, "register": "appeal"}
    for name, kind, more in (
        ("appeal", "appeal", {"party": "Родитель И."}),
        ("olga", "demand", {"sort": "operator", "person_id": cast.people["olga"]}),
        ("movement", "demand", {"sort": "movement", "number": "2"}),
        ("proposal", "proposal", {"sort": "director"}),
        ("mode", "mode", {"sort": "transition", "from_date": MONDAY}),
    ):
        by = cast.accounts["olga" if name == "movement" else "admin"]
        made["documents"][name] = _one(
            session, enter_document(KINDS[kind], _COMMON | more, on_paper, by), data
        )
    typed = {"title": "Новое", "text": "Читайте", "roles": _everybody()}
    made["notice_id"] = made["letter_id"] = send_notice(typed, [], None).id
    gone = {"title": "Старое", "text": "Читайте", "roles": ["teacher"]}
    made["withdraw_notice.notice_id"] = send_notice(gone, [], None).id
    own = {"title": "Только директору", "text": "Читайте", "roles": ["director"]}
    made["letter_of_director"] = send_notice(own, [], None).id
    made["to_class"] = {name: _to_class(session, cast, name) for name in ("5-А", "5-Б", "6-А")}
    made["class_notice_id"] = made["to_class"]["5-А"]
    return made | made["documents"]["appeal"] | {"enact_decision": made["documents"]["mode"]}


def _to_class(session, cast, name: str) -> int:
    typed = {"title": "Собрание", "text": "В четверг", "roles": ["parent"], "shown_until": MONDAY}
    return send_class_notice(typed, session.get(ClassGroup, cast.classes[name]), None).id


def _one(session, document, data) -> dict:
    attach_files(document, [brought_scan("скан.png", lambda _most: b"\x89PNG\r\n\x1a\n")], data)
    step = session.query(DocumentStep).filter_by(document_id=document.id).first()
    file = session.query(DocumentFile).filter_by(document_id=document.id).one()
    return {"document_id": document.id, "step_id": step.id, "scan_id": file.id}


def _everybody() -> list[str]:
    return [role.value for role in Role]
