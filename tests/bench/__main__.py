"""`make bench`: every benchmark on one fresh demonstration school."""

from tests.bench import budgets, slow_browser, web_server
from tests.bench.ground import demonstration


def main() -> None:
    with demonstration() as environment:
        for part in (budgets, slow_browser, web_server):
            for what, figure in part.measure(environment):
                print(f"{what:<56} {figure}", flush=True)


if __name__ == "__main__":
    main()
