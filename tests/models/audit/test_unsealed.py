"""Which numbers lie in no block: asked before entries go by an act, at the price of the answer."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as some

from models.audit.removal import unsealed

NUMBERS = some.integers(1, 60)
SPANS = some.lists(some.tuples(NUMBERS, NUMBERS).map(sorted), max_size=8)


@given(some.sets(NUMBERS), SPANS)
def test_a_number_is_sealed_where_a_span_holds_it(ids, spans):
    held = {number for first, last in spans for number in range(first, last + 1)}
    assert unsealed(sorted(ids), spans) == len(ids - held)


def test_ten_years_of_blocks_take_no_memory():
    blocks = ([first, first + 99] for first in range(1, 2_000_001, 100))
    tracemalloc.start()
    try:
        assert unsealed(list(range(1, 2_000_001, 4001)), blocks) == 0
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()
