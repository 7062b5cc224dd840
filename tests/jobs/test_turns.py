"""Requests of one process take turns, and a slow one holds nobody up."""

from contextlib import suppress
from threading import Event, Thread

from jobs.turns import OneByOne

WITHIN = 10  # seconds after which a test gives up


def test_a_quick_request_waits_for_another_to_end():
    inside, may_end, order = Event(), Event(), []

    def app(environ, _start_response):
        inside.set()
        may_end.wait(0.005)  # quicker than anybody's patience
        order.append(environ["name"])
        return []

    turns = OneByOne(app)
    threads = [Thread(target=turns, args=({"name": name}, None)) for name in "ab"]
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

    turns = OneByOne(app)
    slow = Thread(target=turns, args=({"name": "slow"}, None))
    slow.start()
    assert slow_inside.wait(WITHIN)
    assert turns({"name": "quick"}, None) == ["quick"]
    assert slow.is_alive()
    may_end.set()
    slow.join(WITHIN)


def test_a_request_that_fails_gives_its_turn_back():
    def app(environ, _start_response):
        if environ["name"] == "bad":
            raise ValueError("bad")
        return [environ["name"]]

    turns = OneByOne(app)
    for _ in range(3):
        with suppress(ValueError):
            turns({"name": "bad"}, None)
    assert not turns._turn.locked()
    assert turns({"name": "good"}, None) == ["good"]
