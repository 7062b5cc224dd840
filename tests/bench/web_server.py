"""gunicorn's threads against granian on the real app: speed as ratios, memory, what they cost."""

from tests.bench.ground import GUNICORN, Client, load, memory_of, own_journal, served

GRANIAN = ("granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}")
GRANIAN += ("--workers", "2", "--blocking-threads", "8", "--factory", "app:create_app")
SERVERS = {
    "gunicorn, 2 workers × 8 threads": (GUNICORN, {"WEB_WORKERS": "2"}),
    "gunicorn, 1 worker × 8 threads": (GUNICORN, {"WEB_WORKERS": "1"}),
    "granian, 2 workers × 8 threads": (GRANIAN, {}),
}
HANDS, SECONDS = 8, 4


def measure(environment: dict) -> list[tuple[str, str]]:
    """Requests per second of each server as a share of the first one's."""
    rows, base = [], {}
    for name, (command, more) in SERVERS.items():
        with served(environment, command, **more) as (address, pid):
            signed = Client(address, "teacher")
            grid = own_journal(signed)
            for page in ("/healthz", grid):
                rate, slow = load(lambda client=signed: client, page, HANDS, SECONDS)
                kind = "health" if page == "/healthz" else "grid"
                base.setdefault(kind, rate)
                rows.append(
                    (
                        f"{name}: {kind}",
                        f"{rate / base[kind]:.2f} × ({rate:.0f} a second, p95 {slow:.0f} ms)",
                    )
                )
            rows.append((f"{name}: memory", f"{memory_of(pid) / 1024:.0f} MB"))
    return rows
