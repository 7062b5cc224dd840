"""All lines and faults of an import, beside the uploads: the run itself keeps the first ones."""

import gzip
import json
from pathlib import Path

from models.exchange.report import Report

_LEVEL = 5


def keep(report: Report, run_id: int, data: Path) -> None:
    """Write them down; for a run that fails afterwards the file means nothing."""
    target = _path(run_id, data)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    text = json.dumps(report.whole(), ensure_ascii=False).encode()
    draft.write_bytes(gzip.compress(text, _LEVEL))
    draft.replace(target)


def kept(run_id: int, result: dict, data: Path) -> dict:
    """All lines and faults; what the run itself kept where the file is gone."""
    try:
        return json.loads(gzip.decompress(_path(run_id, data).read_bytes()))
    except (OSError, ValueError, EOFError):
        lines = [
            (place["where"], *line)
            for place in result.get("difference", ())
            for line in place["lines"]
        ]
        return {"lines": lines, "refused": result.get("refused", [])}


def _path(run_id: int, data: Path) -> Path:
    return data / "uploads" / f"report-{run_id}.json.gz"
