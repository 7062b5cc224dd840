"""Whose is what, said in the words of the school and asked of no policy.

One person stands for each role. `own` is what their duty reaches; `known` is what they see but
may not touch: a colleague's; `strange` is what must not exist for them. Anything that is not
named among the strange is a number nobody has.
"""

from dataclasses import dataclass, field

from models.access.role import Role
from tests.access.things import ENGLISH, MATHS, PAPER, make_things, second_sign_in
from tests.architecture.test_doors import VISITORS

NEXT_DOOR = ("6-А", "Математика")
NOWHERE = {  # by the converter of the argument
    "Number": 987654,
    "UnicodeConverter": "no-such",
}


@dataclass(frozen=True)
class Walker:
    """Somebody who walks through every page of a room, and what is whose for them."""

    role: Role
    name: str  # of the cast or the officials
    own: dict[str, object]
    known: dict[str, object] = field(default_factory=dict)
    strange: dict[str, object] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()  # actions that not even show what is known


NAMES = VISITORS | {"teacher": "boris"}  # he leads a class and sees its colleagues' journals
# of another's class: who of its families signs in, and who is on its lists, is not told
FAMILIES = frozenset({"code.view", "pupil.view", "group.view", "past.view"})
FAMILIES |= {"extract.print", "class_notice.send"}


def walkers(app, cast, data) -> dict[Role, Walker]:
    """Everybody who walks, by role. The world is made here, once."""
    said = _Said(cast, make_things(app, cast, data))
    found = {}
    for role in Role:
        own, known, strange = getattr(said, role.value)()
        own = own | {"session_id": second_sign_in(app, NAMES[role])}
        strange = strange | {"session_id": second_sign_in(app, "anna")}
        own = {"letter_id": said.things["letter_id"], "topic": "home"} | own
        if role is not Role.DIRECTOR:
            strange = {"letter_id": said.things["letter_of_director"]} | strange
        found[role] = Walker(role, NAMES[role], own, known, strange, FAMILIES)
    return found


class _Said:
    """Own, known and strange of each role, by the argument of an address."""

    def __init__(self, cast, things: dict):
        self.cast, self.things = cast, things
        self.tables = {name: things[name] for name in ("table", "form")}
        self.school = {  # open to all staff: the timetable hangs on the wall
            "class_group_id": cast.classes["5-А"],
            "employee_id": cast.employees["anna"],
        }

    def _page(self, place: tuple[str, str], pupil: str) -> dict:
        """A page of the journal: a course of a class, with a pupil of it."""
        return {
            "journal_id": self.cast.journals[place],
            "lesson_id": self.cast.lessons[place],
            "column_id": self.cast.columns[place],
            "student_id": self.cast.students[pupil],
            "period": self.things["period"],
            "material_id": self.things["materials"][place],
            "remove_lesson_material.material_id": self.things["removable"][place],
        }

    def _pupil(self, name: str) -> dict:
        """What was ordered, brought and noted about a pupil."""
        return self.things["pupils"][name]

    def _reads(self) -> tuple[dict, dict, dict]:
        control = {"snapshot_id": self.things["snapshot_id"]}
        control |= {"kept_class_id": self.cast.classes["5-А"]}
        plan = {"plan_id": self.things["plans"]["anna"]}
        return self.school | control | plan | self._page(MATHS, "olya"), {}, {}

    def _document(self, name: str, register: str) -> dict:
        return {"register": register} | self.things["documents"][name]

    def inspector(self):
        own, known, strange = self._reads()
        strange = strange | self._document("proposal", "proposal")
        return own | self._document("appeal", "appeal"), known, strange

    def director(self):
        own, known, strange = self._reads()
        own = own | self._document("appeal", "appeal")
        named = ("accuracy_id", "act_id", "appointment_id", "note_id", "order_id", "notice_id")
        named += ("class_notice_id",)
        orders = {name: self.things[name] for name in named}
        runs = {"run_id": self.things["export_of_director"]}
        strange = strange | {"run_id": self.things["export_file.run_id"]}
        return own | orders | runs | self.tables, known, strange

    def deputy_head(self):
        """Of grade 5: 6-А is another deputy's."""
        own, _, _ = self._reads()
        known = {"class_group_id": self.cast.classes["6-А"]}
        strange = {"plan_id": self.things["plans"]["vera"]}
        strange |= {"kept_class_id": self.cast.classes["6-А"]}
        return own, known, self._page(NEXT_DOOR, "katya") | strange

    def administrator(self):
        """Everything, but not to decide on a request of one's own."""
        person = {
            "person_id": self.cast.people["ivan"],
            "account_id": self.cast.accounts["ivan"],
            "student_id": self.cast.students["fedya"],
            "kept_class_id": self.cast.classes["5-А"],
        }
        plan = {"plan_id": self.things["plans"]["anna"]}
        own = self.school | self.things | self._page(PAPER, "fedya") | person | plan
        own |= self._pupil("fedya")
        own["enact_decision.document_id"] = self.things["documents"]["mode"]["document_id"]
        return own, {"request_id": self.things["own_request"]}, {}

    def operator(self):
        """Of 5-Б: what others write electronically does not exist for the operator."""
        own = self._page(PAPER, "fedya") | {"step": self.things["steps"]["olga"]}
        plans = self.things["plans"]
        own |= {"paper_id": self.things["stop_of_fedya"], "plan_id": plans["olga"]}
        own |= {"kept_class_id": self.cast.classes["5-Б"]}
        own |= {"class_group_id": self.cast.classes["5-Б"]} | self._pupil("fedya")
        strange = self._page(MATHS, "olya") | {"paper_id": self.things["stop_of_olya"]}
        strange |= {"plan_id": plans["anna"]} | self._pupil("olya")
        strange |= {"kept_class_id": self.cast.classes["5-А"]}
        own |= self._document("olga", "demand")  # asked of her; the other she asked herself
        asked = self.things["documents"]["movement"]["document_id"]
        own |= {f"{view}.document_id": asked for view in ("annul_entry", "add_document_files")}
        strange |= self._document("appeal", "appeal")
        known = {"class_group_id": self.cast.classes["5-А"]}  # another operator's
        return self.school | own, known, strange

    def teacher(self):
        """boris teaches English in 5-А and leads it: its mathematics are a colleague's, and the
        families of another class are its own teacher's."""
        steps = self.things["steps"]
        own = self._page(ENGLISH, "olya") | {"step": steps["boris"]}
        known = self._page(MATHS, "olya") | {"step": steps["boris_maths"]}
        known |= {"class_group_id": self.cast.classes["5-Б"]}
        own |= {"plan_id": self.things["plans"]["boris"]}  # a colleague's may be followed, too
        del known["student_id"]  # olya is of his own class, whoever's page she stands on
        strange = self._page(NEXT_DOOR, "katya") | self._pupil("fedya")
        strange |= {"plan_id": self.things["plans"]["vera"]}
        told = self.things["to_class"]
        own |= {"class_notice_id": told["5-А"]}
        strange |= {"class_notice_id": told["6-А"]}
        return self.school | own | self._pupil("olya"), known, strange

    def secretary(self):
        """All pupils: their movement is the secretary's."""
        person = {"student_id": self.cast.students["fedya"]}
        own = self.school | self.tables | person | self._pupil("fedya")
        own |= self._document("appeal", "appeal")
        return own, {}, self._document("proposal", "proposal")

    def dispatcher(self):
        kept = {name: self.things[name] for name in ("assignment_id", "substitution_id")}
        return self.school | kept, {}, {}

    def parent(self):
        """maria of petya: fedya is another family's."""
        return *self._child(), {"student_id": self.cast.students["fedya"], **self._of_paper()}

    def _child(self) -> tuple[dict, dict]:
        material = self.things["materials"][MATHS]
        return {"student_id": self.cast.students["petya"], "material_id": material}, {}

    def _of_paper(self) -> dict:
        """What a lesson in transition has: no family reads it."""
        return {"material_id": self.things["materials"][PAPER]}

    def student(self):
        """petya: olya sits beside him."""
        return *self._child(), {"student_id": self.cast.students["olya"], **self._of_paper()}
