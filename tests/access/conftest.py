"""The school is made once for all walks on a database: nothing that is asked may change whose
things are."""

import pytest

from tests.access.walk import Walk


@pytest.fixture(scope="module")
def walk(a_stage):
    a_stage.raise_curtain()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jobs.health.redis_well", lambda: False)
        patch.setattr("jobs.health.worker_well", lambda: False)
        patch.setattr("jobs.start", lambda _run: False)
        yield Walk(a_stage)
    a_stage._close()
