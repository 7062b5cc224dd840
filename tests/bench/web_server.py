"""granian's threads against gunicorn's on the real app: speed as ratios, memory."""

from collections.abc import Iterator

from tests.bench.ground import GUNICORN, SERVER, Client, memory_of, own_journal, served
from tests.bench.load import rate, reading

SERVERS = {"granian, 2 workers × 3 threads": SERVER, "gunicorn, 2 workers × 8 threads": GUNICORN}
SECONDS, ROUNDS = 3, 3  # in turn, so that both meet the same moments of the machine


def measure(environment: dict) -> Iterator[tuple[str, str]]:
    """The emptiest answer and the grid page: each server's requests a second and the share."""
    with served(environment, SERVER) as first, served(environment, GUNICORN) as second:
        addresses = dict(zip(SERVERS, (first, second), strict=True))
        for page in ("the emptiest answer", "the grid page"):
            rates = dict.fromkeys(addresses, 0.0)
            for _ in range(ROUNDS):
                for name, (address, _pid) in addresses.items():
                    rates[name] += _rate(address, page) / ROUNDS
            base = rates[next(iter(rates))]
            for name, found in rates.items():
                yield f"{page}: {name}", f"{found / base:.2f} × ({found:.0f} a second)"
        for name, (_address, pid) in addresses.items():
            yield f"memory under load: {name}", f"{memory_of(pid) / 1024:.0f} MB"


def _rate(address: str, page: str) -> float:
    if page == "the emptiest answer":
        return rate(address + "/healthz", seconds=SECONDS)
    teacher = Client(address, "teacher")
    return rate(address + own_journal(teacher), reading(teacher.cookie), SECONDS)
