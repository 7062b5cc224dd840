"""What addresses name of one pupil: an order, a certificate, a brought mark, an encouragement."""

from datetime import timedelta

from models.journal.brought_mark import BroughtMark
from models.journal.certificate import Certificate
from models.office.elsewhere import send_away
from models.office.encouragement import Encouragement
from models.office.moving import Said
from models.office.order import Order
from models.people.student import Student
from models.school.studied import StudiedElsewhere
from models.school.subject import Course
from tests.cast import MONDAY, START

LATER = MONDAY + timedelta(days=100)


def pupil_things(session, cast, name: str) -> dict[str, int]:
    """Argument of an address → number. Nothing of it changes anything today."""
    student = session.get(Student, cast.students[name])
    order = session.query(Order).first()
    moved = send_away(student, "hospital", LATER, LATER, Said(order, None))
    own = {"student_id": student.id, "on_date": START}
    days = {"from_date": LATER, "until": LATER}
    course = session.query(Course).first()
    rows = {
        "movement_id": moved,
        "certificate_id": Certificate(**own, **days, code="б", turned=[]),
        "study_id": StudiedElsewhere(
            student_id=student.id, **days, open_until=START, document="справка"
        ),
        "brought_id": BroughtMark(**own, course_id=course.id, shown="зач", document="справка"),
        "encouragement_id": Encouragement(**own, text="Благодарность"),
    }
    session.add_all(rows.values())
    session.flush()
    return {argument: row.id for argument, row in rows.items()}
