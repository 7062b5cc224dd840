"""The rights matrix as it stands in the code, in Russian words, for the screen and for paper."""

from flask import render_template

from blueprints.guard import actor, guarded
from models.access.grants import GRANTS
from models.access.right_words import ACTIONS_IN_WORDS, REACH
from models.access.role import Role


@guarded("right.view")
def rights():
    """Every role and what it may do (2.4)."""
    return render_template(
        "rights/matrix.html",
        roles=list(Role),
        groups=ACTIONS_IN_WORDS,
        grants=GRANTS,
        reach=REACH,
        today=actor().today,
    )
