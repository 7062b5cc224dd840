"""The school is made once for all walks on a database: nothing that is asked may change whose
things are."""

from dataclasses import replace

import pytest

from models.access.pace import LIMITS
from tests.access.walk import Walk


@pytest.fixture(scope="module")
def walk(a_stage):
    a_stage.raise_curtain()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jobs.health.redis_well", lambda: False)
        patch.setattr("jobs.health.worker_well", lambda: False)
        patch.setattr("jobs.start", lambda _run: False)
        for kind, limit in LIMITS.items():  # nobody opens a room's every page at this pace
            patch.setitem(LIMITS, kind, replace(limit, burst=10 * limit.burst))
        yield Walk(a_stage)
    a_stage._close()
