"""Requests of one process take turns, and a slow one holds nobody up."""

from threading import Event, Thread

import pytest

from jobs.web import one_by_one
from models.turns import Turns, turns

WITHIN = 10  # seconds after which a test gives up


def test_a_quick_request_waits_for_another_to_end():
    inside, order = Event(), []

    def app(environ, _start_response):
        inside.set()
        Event().wait(0.005)  # quicker than anybody's patience
        order.append(environ["name"])
        return []

    answer = one_by_one(app)
    threads = [Thread(target=answer, args=({"name": name}, None)) for name in "ab"]
    threads[0].start()
    assert inside.wait(WITHIN)
    threads[1].start()
    for thread in threads:
        thread.join(WITHIN)
    assert order == ["a", "b"]


def test_a_slow_request_holds_nobody_up():
    slow_inside, may_end = Event(), Event()

    def app(environ, _start_response):
        if environ["name"] == "slow":
            slow_inside.set()
            may_end.wait(WITHIN)
        return [environ["name"]]

    answer = one_by_one(app)
    slow = Thread(target=answer, args=({"name": "slow"}, None))
    slow.start()
    assert slow_inside.wait(WITHIN)
    assert answer({"name": "quick"}, None) == ["quick"]
    assert slow.is_alive()
    may_end.set()
    slow.join(WITHIN)


def test_whoever_waits_for_the_disk_lets_others_compute():
    ours, waiting, may_go_on, seen = Turns(), Event(), Event(), []

    def waits_for_the_disk():
        with ours.turn():
            with ours.aside():
                waiting.set()
                may_go_on.wait(WITHIN)
            seen.append(ours._lock.locked())

    thread = Thread(target=waits_for_the_disk)
    thread.start()
    assert waiting.wait(WITHIN)
    assert not ours._lock.locked()
    may_go_on.set()
    thread.join(WITHIN)
    assert seen == [True], "and takes the turn again to go on"
    assert not ours._lock.locked()


def test_a_request_that_fails_gives_its_turn_back():
    def app(_environ, _start_response):
        raise ValueError("bad")

    with pytest.raises(ValueError, match="bad"):
        one_by_one(app)({}, None)
    assert not turns._lock.locked()
