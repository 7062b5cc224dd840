"""`make bench`: every benchmark on one fresh demonstration school.

`make bench ONLY=ratios` runs one of them.
"""

import os
from contextlib import nullcontext

from tests.bench import (
    budgets,
    control,
    decade,
    imports,
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


def main() -> None:
    only = os.environ.get("ONLY")
    with nullcontext({}) if only in OWN else demonstration() as environment:
        for name, part in PARTS.items():
            if only in (None, "", name):
                print(f"-- {name}", flush=True)
                for what, figure in part.measure(environment):
                    print(f"{what:<58} {figure}", flush=True)


if __name__ == "__main__":
    main()
