"""Papers of families whose purpose was reached before a day.

152-ФЗ, art. 5 (7): personal data are kept no longer than their purpose asks; the list of Росархив
of 20.12.2019 № 236, item 441: consents go three years after they ran out or were withdrawn. A
paper has served when a newer one of its line came, when the pupil left the school, or when it was
annulled. The last word of a family stays as long as the child is here: without it the diary would
open again, or somebody would be asked anew for what they have refused.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from models.exchange.retention.heap import Heap, moment
from models.office.paper import ENDING, ENDS, GIVEN, FamilyPaper
from models.office.paper_file import PaperFile
from models.office.stops import Acknowledgement
from models.school.groups import Enrolment, ever_held


def _over(paper, until: date):
    return and_(paper.on_date < until, paper.entered_at < moment(until))


def _overtaken(until: date):
    newer = aliased(FamilyPaper)
    later = or_(
        newer.on_date > FamilyPaper.on_date,
        and_(newer.on_date == FamilyPaper.on_date, newer.id > FamilyPaper.id),
    )
    lines = [(given, *ENDS[given]) for given in GIVEN]  # of one line the last paper holds
    same = or_(*(FamilyPaper.kind.in_(line) & newer.kind.in_(line) for line in lines))
    whose = and_(
        newer.person_id == FamilyPaper.person_id, newer.student_id == FamilyPaper.student_id
    )
    return exists().where(whose, same, later, newer.annulled_at.is_(None), _over(newer, until))


def _left(until: date):
    """The condition that since the day the pupil was in no class."""
    here = or_(Enrolment.until.is_(None), Enrolment.until >= until)
    return ~exists().where(
        Enrolment.student_id == FamilyPaper.student_id, here, ever_held(Enrolment)
    )


def _papers(kinds: tuple[str, ...]) -> Callable[[date], Select]:
    def ids(until: date) -> Select:
        served = and_(_over(FamilyPaper, until), or_(_overtaken(until), _left(until)))
        slip = FamilyPaper.annulled_at < moment(until)
        return select(FamilyPaper.id).where(FamilyPaper.kind.in_(kinds), or_(served, slip))

    return ids


def _of_papers(model) -> Callable[[date], Select]:
    every = _papers(GIVEN + ENDING)
    return lambda until: select(model.id).where(model.paper_id.in_(every(until)))


# what ends goes after what it ended: in between nobody's diary opens
FAMILY_PAPERS = (
    Heap(PaperFile, "Файлы бумаг", _of_papers(PaperFile)),
    Heap(Acknowledgement, "Отметки операторов о прекращении", _of_papers(Acknowledgement)),
    Heap(FamilyPaper, "Заявления и согласия", _papers(GIVEN)),
    Heap(FamilyPaper, "Прекращения, отзывы и отказы", _papers(ENDING)),
)


def giver(model):
    """Who brought the paper a row belongs to."""
    if model is FamilyPaper:
        return FamilyPaper.person_id
    of_paper = select(FamilyPaper.person_id).where(FamilyPaper.id == model.paper_id)
    return of_paper.scalar_subquery()
