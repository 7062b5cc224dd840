"""granian's threads against gunicorn's on the real app: speed as ratios, memory."""

from tests.bench.ground import GUNICORN, SERVER, Client, load, memory_of, own_journal, served

SERVERS = {"granian, 2 workers × 3 threads": SERVER, "gunicorn, 2 workers × 8 threads": GUNICORN}
HANDS, SECONDS = 8, 4


def measure(environment: dict) -> list[tuple[str, str]]:
    """Requests per second of each server as a share of the first one's."""
    rows, base = [], {}
    for name, command in SERVERS.items():
        with served(environment, command) as (address, pid):
            signed = Client(address, "teacher")
            grid = own_journal(signed)
            for page in ("/healthz", grid):
                rate, slow = load(lambda client=signed: client, page, HANDS, SECONDS)
                kind = "health" if page == "/healthz" else "grid"
                base.setdefault(kind, rate)
                said = f"{rate / base[kind]:.2f} × ({rate:.0f} a second, p95 {slow:.0f} ms)"
                rows.append((f"{name}: {kind}", said))
            rows.append((f"{name}: memory", f"{memory_of(pid) / 1024:.0f} MB"))
    return rows
