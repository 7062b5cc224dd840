"""The mounts of pupils and study groups in the section «Школа»: read, kept, papers of a class."""

from blueprints.pages import (
    enrolling,
    extracts,
    movements,
    pupil_card,
    pupil_family,
    pupil_studies,
    pupils,
    study_groups,
)
from blueprints.room import Room

PUPIL = "/school/pupils/<int:student_id>"
MOVED = f"{PUPIL}/movements"
CLASS = "/school/pupils/classes/<int:class_group_id>"
GROUPS = "/school/groups/classes/<int:class_group_id>"


def mount_pupils(room: Room) -> None:
    """Lists, cards and groups, to read."""
    mount = room.mount
    room.school_part(
        ".pupils", "Ученики", "Списки классов на любой день, движение, карточки учеников."
    )
    mount("/school/pupils/", pupils.pupils)
    mount("/school/pupils/found", pupils.found_pupils)
    mount("/school/pupils/movement", pupils.movement)
    mount("/school/pupils/movement/print", pupils.printed_movement)
    mount(f"{CLASS}/", pupils.class_pupils)
    mount(f"{CLASS}/print", pupils.printed_class)
    mount(f"{PUPIL}/", pupil_card.pupil)
    room.school_part(".study_groups", "Подгруппы", "Кто в какой подгруппе учится и с какого дня.")
    mount("/school/groups/", study_groups.study_groups)
    mount(f"{GROUPS}/", study_groups.class_groups)


def mount_extracts(room: Room) -> None:
    """Marks and absences on paper, for families that read no diary (6.3)."""
    room.mount(f"{CLASS}/extracts/", extracts.class_extracts)
    room.mount(f"{CLASS}/extracts/print", extracts.printed_class_extracts)
    room.mount(f"{PUPIL}/extract", extracts.printed_extract)


def mount_pupil_papers(room: Room) -> None:
    """The same with certificates, brought marks and encouragements."""
    mount_pupils(room)
    mount = room.mount
    mount(f"{PUPIL}/certificates/", pupil_card.enter_certificate, ["POST"])
    mount(
        f"{PUPIL}/certificates/<int:certificate_id>/annulment",
        pupil_card.annul_absence_paper,
        ["POST"],
    )
    mount(f"{PUPIL}/studies/", pupil_studies.enter_study, ["POST"])
    mount(f"{PUPIL}/studies/<int:study_id>/annulment", pupil_studies.annul_study, ["POST"])
    mount(f"{PUPIL}/brought/", pupil_card.enter_brought, ["POST"])
    mount(f"{PUPIL}/brought/<int:brought_id>/annulment", pupil_card.annul_brought, ["POST"])
    mount(f"{PUPIL}/encouragements/", pupil_card.enter_encouragement, ["POST"])
    mount(
        f"{PUPIL}/encouragements/<int:encouragement_id>/annulment",
        pupil_card.annul_encouragement,
        ["POST"],
    )


def _mount_moving(room: Room) -> None:
    mount = room.mount
    mount("/school/pupils/new", enrolling.new_pupil_form)
    mount("/school/pupils/new", enrolling.enter_pupil, ["POST"])
    mount(f"{PUPIL}/names", pupil_card.correct_names, ["POST"])
    mount(f"{PUPIL}/parents/", pupil_family.enter_parent, ["POST"])
    mount(f"{MOVED}/", movements.new_movement)
    mount(f"{MOVED}/", movements.enter_movement, ["POST"])
    mount(f"{MOVED}/<int:movement_id>/", movements.movement_entry)
    mount(f"{MOVED}/<int:movement_id>/", movements.correct_movement, ["POST"])
    mount(f"{MOVED}/<int:movement_id>/annulment", movements.annul_movement, ["POST"])
    mount(f"{GROUPS}/", study_groups.seat_pupils, ["POST"])
    mount(f"{GROUPS}/new", study_groups.make_group, ["POST"])
    mount(f"{GROUPS}/names", study_groups.rename_study_group, ["POST"])
    mount(f"{GROUPS}/closings", study_groups.close_study_group, ["POST"])
    mount(f"{GROUPS}/openings", study_groups.open_study_group, ["POST"])


def mount_moving(room: Room) -> None:
    """The same with orders and groups: operators in their own classes (5.3(2)–(4))."""
    mount_pupils(room)
    _mount_moving(room)


def mount_keeping(room: Room) -> None:
    """All of it: the administrator and the secretary."""
    mount_pupil_papers(room)
    _mount_moving(room)
