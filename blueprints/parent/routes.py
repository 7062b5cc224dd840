"""The parent's room: the diary."""

from blueprints.exchange_pages import mount_family_calendar
from blueprints.pages import diary, family_calendar, material, viewings
from blueprints.room import Room
from models.access.role import Role

parent = Room(Role.PARENT, [])
parent.home(diary.first_child)
parent.mount("/children/<int:student_id>/diary/", diary.diary)
parent.mount("/children/<int:student_id>/marks/", diary.marks)
files = "/children/<int:student_id>/materials/<int:material_id>"
parent.mount(files, material.diary_material)
mount_family_calendar(parent)
parent.mount("/children/<int:student_id>/year/", family_calendar.year_of_child)
parent.mount("/children/<int:student_id>/viewings/", viewings.child_viewings)
