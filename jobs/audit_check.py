"""The proof of the whole audit, as a run: nightly, or by button."""

from flask import current_app

from models import clock
from models.audit.verify import verify
from models.runs.restore_log import restores
from models.runs.targets import present


def prepare(_run, progress) -> dict:
    """Prove it all, outside of a transaction that writes."""
    begun, settings = clock.real_now(), current_app.config["KLASS"]
    proof = verify(progress, present(settings.copies), restores(settings.data))
    return {
        "rows": proof.rows,
        "entries": proof.entries,
        "sealed": proof.sealed,
        "blocks": proof.blocks,
        "head": proof.head,
        "faults": [fault.sentence for fault in proof.faults],
        "seconds": round((clock.real_now() - begun).total_seconds()),
    }


def run(_run, _progress, proof: dict) -> dict:
    """Keep what came out."""
    return proof
