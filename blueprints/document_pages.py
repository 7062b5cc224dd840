"""The mounts of the school's documents, notices and sheets of acquaintance."""

from blueprints.pages import class_notices, document_desk, documents, notices
from blueprints.room import Room

_ONE = "/school/documents/entries/<int:document_id>"
_REGISTER = "/school/documents/<register>"
_TO_CLASS = "/school/class-notices/<int:class_notice_id>"
_NOTICE = "/school/notices/<int:notice_id>"
_ABOUT = (
    "Реестры локальных актов, соглашений, обращений, проверок: что, когда и кто должен сделать."
)
_ABOUT_CLASS = "Что сказано семьям и учителям класса и кто прочитал."
_ABOUT_NOTICES = "Новости и листы ознакомления: кто прочитал и когда."


def mount_documents(room: Room) -> None:
    """The registers, to read."""
    room.school_part(".registers", "Документы", _ABOUT)
    room.mount("/school/documents/", documents.registers)
    room.mount(f"{_REGISTER}/", documents.document_register)
    room.mount(f"{_REGISTER}/print", documents.printed_documents)
    room.mount(f"{_REGISTER}/book", documents.register_workbook)
    room.mount(f"{_ONE}/", documents.document)
    room.mount(f"{_ONE}/print", documents.printed_document)
    room.mount(f"{_ONE}/files/<int:scan_id>", documents.document_file)


def mount_documents_answering(room: Room) -> None:
    """The registers, and marking what was done."""
    mount_documents(room)
    room.mount(f"{_ONE}/steps/<int:step_id>", document_desk.mark_step, ["POST"])


def mount_documents_keeping(room: Room) -> None:
    """All of it: entering, files, corrections."""
    mount_documents_answering(room)
    room.mount(f"{_REGISTER}/new", document_desk.new_document)
    room.mount(f"{_REGISTER}/", document_desk.enter_new_document, ["POST"])
    room.mount(f"{_ONE}/files", document_desk.add_document_files, ["POST"])
    room.mount(f"{_ONE}/annulment", document_desk.annul_entry, ["POST"])


def mount_mode_decisions(room: Room) -> None:
    """Putting decisions on modes into force."""
    room.mount(f"{_ONE}/enactment", document_desk.enact_decision, ["POST"])


def mount_notices(room: Room) -> None:
    """What was sent, and who has read it."""
    room.school_part(".all_notices", "Ознакомление", _ABOUT_NOTICES)
    room.mount("/school/notices/", notices.all_notices)
    room.mount(f"{_NOTICE}/", notices.notice)
    room.mount(f"{_NOTICE}/print", notices.printed_sheet)


def mount_notices_sending(room: Room) -> None:
    """All of it: sending, marks of signatures on paper, taking back."""
    mount_notices(room)
    room.mount("/school/notices/new", notices.new_notice)
    room.mount("/school/notices/", notices.send_new_notice, ["POST"])
    room.mount(f"{_NOTICE}/signatures", notices.note_signatures, ["POST"])
    room.mount(f"{_NOTICE}/withdrawal", notices.withdraw_notice, ["POST"])


def mount_class_notices(room: Room) -> None:
    """What was told to classes, and which families have read it."""
    room.school_part(".all_class_notices", "Объявления", _ABOUT_CLASS)
    room.mount("/school/class-notices/", class_notices.all_class_notices)
    room.mount(f"{_TO_CLASS}/", class_notices.class_notice)
    room.mount(f"{_TO_CLASS}/print", class_notices.printed_class_notice)


def mount_class_notices_sending(room: Room) -> None:
    """All of it: writing to the own class, taking back."""
    mount_class_notices(room)
    own = "/school/class-notices/classes/<int:class_group_id>"
    room.mount(f"{own}/new", class_notices.new_class_notice)
    room.mount(f"{own}/", class_notices.send_new_class_notice, ["POST"])
    room.mount(f"{_TO_CLASS}/withdrawal", class_notices.withdraw_to_class, ["POST"])
