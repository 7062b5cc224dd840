"""`make bench`: every benchmark on one fresh demonstration school.

`make bench ONLY=ratios` runs one of them; kills and copying take long and run only so.
"""

import os
from contextlib import nullcontext

from tests.bench import (
    budgets,
    control,
    copying,
    decade,
    imports,
    kills,
    live,
    next_year,
    ratios,
    slow_browser,
    web_server,
)
from tests.bench.ground import demonstration
from tests.bench.quarter import bench as quarter

PARTS = {
    "budgets": budgets,
    "browser": slow_browser,
    "ratios": ratios,
    "live": live,
    "next_year": next_year,
    "imports": imports,
    "decade": decade,
    "control": control,
    "quarter": quarter,
    "server": web_server,
}
OWN = {"control", "quarter"}  # on a school of their own
LONG = {"copying": copying, "kills": kills}


def main() -> None:
    only = os.environ.get("ONLY")
    with nullcontext({}) if only in OWN else demonstration() as environment:
        for name, part in (PARTS | LONG).items():
            if name == only or (not only and name in PARTS):
                print(f"-- {name}", flush=True)
                for what, figure in part.measure(environment):
                    print(f"{what:<58} {figure}", flush=True)


if __name__ == "__main__":
    main()
