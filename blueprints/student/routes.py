"""The student's room: the diary."""

from blueprints.exchange_pages import mount_family_calendar
from blueprints.pages import diary, family_calendar, material, viewings
from blueprints.room import Room
from models.access.role import Role

student = Room(Role.STUDENT, [])
student.home(diary.first_child)
student.mount("/children/<int:student_id>/diary/", diary.diary)
student.mount("/children/<int:student_id>/marks/", diary.marks)
files = "/children/<int:student_id>/materials/<int:material_id>"
student.mount(files, material.diary_material)
mount_family_calendar(student)
student.mount("/children/<int:student_id>/year/", family_calendar.year_of_child)
student.mount("/children/<int:student_id>/viewings/", viewings.child_viewings)
