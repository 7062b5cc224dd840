"""The proof of the audit: its newest root, the last proof, what was carried off the machine."""

import re

from flask import current_app, redirect, render_template, request, url_for
from sqlalchemy import select

import jobs
from blueprints.guard import actor, guarded
from blueprints.pace import paced
from jobs import health
from models.access.pace import EXPORT, SEARCH
from models.audit.block import Block, last_block, sealed_entries
from models.audit.shipped import last_head
from models.base import db
from models.runs.run import last_run
from models.runs.targets import targets

_ROOT = re.compile(r"[0-9a-f]{8,64}")


@guarded("audit.prove")
@paced(SEARCH)
def audit_proof():
    """The state of the chain, and a root of an old paper looked up in it."""
    asked = re.sub(r"\s", "", request.args.get("root", ""))[:80].lower()
    return render_template(
        "audit/proof.html",
        last=last_block(),
        sealed=sealed_entries(),
        proof=last_run("audit-check"),
        disks=[_disk(target) for target in targets(current_app.config["KLASS"].copies)],
        trouble=health.trouble(),
        asked=asked,
        found=_found(asked),
        is_root=bool(_ROOT.fullmatch(asked)),
    )


@guarded("audit.prove")
@paced(EXPORT)
def prove_audit():
    """«Проверить сейчас»: a run with progress."""
    run = jobs.ask("audit-check", by=actor())
    return redirect(url_for(".run", run_id=run.id))


def _found(asked: str) -> Block | None:
    """The block whose root begins so."""
    if not _ROOT.fullmatch(asked):
        return None
    return db.session.scalar(select(Block).where(Block.head.startswith(asked)).limit(1))


def _disk(target) -> dict:
    trouble = target.trouble()
    return {
        "name": target.name,
        "trouble": trouble,
        "last": last_head(target.place) if trouble is None else None,
    }
