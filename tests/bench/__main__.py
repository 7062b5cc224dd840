"""`make bench`: every benchmark on one fresh demonstration school.

`make bench ONLY=ratios` runs one of them.
"""

import os

from tests.bench import budgets, copies, decade, live, next_year, ratios, slow_browser, web_server
from tests.bench.ground import demonstration

PARTS = {
    "budgets": budgets,
    "browser": slow_browser,
    "ratios": ratios,
    "live": live,
    "next_year": next_year,
    "decade": decade,
    "copies": copies,
    "server": web_server,
}


def main() -> None:
    only = os.environ.get("ONLY")
    with demonstration() as environment:
        for name, part in PARTS.items():
            if only in (None, "", name):
                print(f"-- {name}", flush=True)
                for what, figure in part.measure(environment):
                    print(f"{what:<58} {figure}", flush=True)


if __name__ == "__main__":
    main()
