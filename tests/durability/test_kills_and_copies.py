"""`kill -9` of any part of a running Klass, again and again, also in the middle of a copy: nothing
answered is lost, no half-made copy is listed, and the chain proves. `make bench ONLY=kills` does
fifty rounds on each database."""

import os

from tests.durability.kills import Cycles

KILLS = int(os.environ.get("KILLS", "3"))


def test_after_any_kill_what_was_answered_stands_and_the_chain_proves(app, a_stage, tmp_path):
    with Cycles(a_stage, tmp_path) as cycles:
        for _cycle in range(KILLS):
            cycles.one()
        cycles.close()
    assert cycles.figures["answered writes"] > 0
