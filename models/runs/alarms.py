"""What is wrong with copies and the audit, by cause: for the administrator and for e-mail."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from models.runs import bucket
from models.runs.keeping import alarm
from models.runs.run import FAILED, last_run
from models.runs.targets import targets

QUIET_FOR = timedelta(days=1)  # after a letter about one cause
_FILE = "alarms.json"


def causes(settings, now: datetime, within: timedelta) -> dict[str, str]:
    """A sentence for each cause there is. `within`: how old the last proof may be."""
    found = {"proof": alarm(settings.data, now, within), "chain": _chain()}
    for target in targets(settings.copies):
        found[f"disk {target.name}"] = target.trouble()
    if settings.bucket is not None:
        found["bucket"] = bucket.seen(settings.data).trouble
    return {cause: sentence for cause, sentence in found.items() if sentence}


def _chain() -> str | None:
    proof = last_run("audit-check")
    if proof is not None and proof.state == FAILED and not proof.is_overtaken:
        return f"Журнал изменений не проверен: {proof.error}"
    faults = (proof.result or {}).get("faults") if proof else None
    return f"Журнал изменений не сходится: {faults[0]}." if faults else None


def untold(data: Path, there: dict[str, str], now: datetime) -> dict[str, str]:
    """Those of the causes about which nobody was written to within a day."""
    told = _told(data)
    return {
        cause: sentence
        for cause, sentence in there.items()
        if cause not in told or now - datetime.fromisoformat(told[cause]) >= QUIET_FOR
    }


def note_told(data: Path, some: dict[str, str], now: datetime) -> None:
    """Letters about these causes have left."""
    told = _told(data) | dict.fromkeys(some, now.isoformat())
    draft = data / f"{_FILE}.draft"
    draft.write_text(json.dumps(told, ensure_ascii=False))
    draft.replace(data / _FILE)


def _told(data: Path) -> dict[str, str]:
    file = data / _FILE
    return json.loads(file.read_text()) if file.exists() else {}
