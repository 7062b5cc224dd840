"""`make bench`: every benchmark on one fresh demonstration school.

`make bench ONLY=ratios` runs one of them; kills and copying take long and run only so.
"""

import os

from tests.bench import (
    budgets,
    copying,
    decade,
    kills,
    live,
    next_year,
    ratios,
    slow_browser,
    web_server,
)
from tests.bench.ground import demonstration

PARTS = {
    "budgets": budgets,
    "browser": slow_browser,
    "ratios": ratios,
    "live": live,
    "next_year": next_year,
    "decade": decade,
    "server": web_server,
}
LONG = {"copying": copying, "kills": kills}


def main() -> None:
    only = os.environ.get("ONLY")
    with demonstration() as environment:
        for name, part in (PARTS | LONG).items():
            if name == only or (not only and name in PARTS):
                print(f"-- {name}", flush=True)
                for what, figure in part.measure(environment):
                    print(f"{what:<58} {figure}", flush=True)


if __name__ == "__main__":
    main()
