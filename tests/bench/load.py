"""Load by wrk: 16 connections, so many seconds; answers that are not 200 are told."""

import re
import shutil
import subprocess
import tempfile
import uuid

CONNECTIONS, SECONDS = 16, 15
MOST_OTHERS = 0.01  # two connections may meet in one cell; such answers are not counted
LACKING = "Для замера нагрузки нужна программа wrk: apt install wrk"


def rate(address: str, script: str = "", seconds: int = SECONDS) -> float:
    """Requests a second answered with 200 by the address; `script` is wrk's Lua."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit(LACKING)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        lua.write(script)
        lua.flush()
        command = [program, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}"]
        command += ["-s", lua.name] if script else []
        done = subprocess.run([*command, address], capture_output=True, text=True, check=True)
    said = done.stdout
    total = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    answered = int(re.search(r"(\d+) requests in", said)[1])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    others = int(bad[1]) if bad else 0
    errors = re.search(r"Socket errors: (.*)", said)
    if errors or others > MOST_OTHERS * answered:
        raise RuntimeError(
            f"{address}: other answers {others} of {answered}, {errors and errors[0]}"
        )
    return total * (answered - others) / answered


def reading(cookie: str) -> str:
    """wrk's script for a page read by somebody signed in."""
    return f'wrk.headers["Cookie"] = "{cookie}"\nwrk.headers["Accept-Encoding"] = "gzip"\n'


def saving(cookie: str, token: str, cells: list[tuple[str, str, int]]) -> str:
    """wrk's script for saving marks: each request the next version of the next cell, each with a
    key of its own, as the outbox sends them."""
    run = uuid.uuid4().hex
    rows = ",".join(f'{{"{student}","{column}",{version}}}' for student, column, version in cells)
    return f"""
local cells = {{{rows}}}
local n = 0
local headers = {{["Cookie"]="{cookie}", ["X-CSRFToken"]="{token}", ["HX-Request"]="true",
  ["Content-Type"]="application/x-www-form-urlencoded"}}
request = function()
  n = n + 1
  local cell = cells[(n - 1) % #cells + 1]
  local body = "student=" .. cell[1] .. "&value=" .. (2 + n % 4) .. "&column=" .. cell[2]
    .. "&version=" .. cell[3] .. "&key={run}-" .. n
  cell[3] = cell[3] + 1
  return wrk.format("POST", nil, headers, body)
end
"""
