"""An act of removal carried out: args act_id. In pieces, so that teachers write in between."""

from flask import current_app

from models.base import db
from models.exchange.retention.act import RemovalAct
from models.exchange.retention.doing import begin, carry_out, lines_of


def prepare(run, _progress) -> list[dict]:
    """The extract, read before the transaction that writes."""
    act = db.session.get(RemovalAct, run.args["act_id"])
    return lines_of(act, current_app.config["KLASS"].data)


def run(run, progress, lines: list[dict]) -> dict:
    """Take out what the act lists, committing piece by piece; the result counts what went."""
    act = db.session.get(RemovalAct, run.args["act_id"])
    begin(act, run.account_id, lines)
    db.session.commit()
    data, removed, of = current_app.config["KLASS"].data, {}, max(1, sum(act.counts.values()))
    for piece in carry_out(act, data):
        db.session.commit()
        for file in piece.files:
            file.unlink(missing_ok=True)
        if piece.rows:
            removed[piece.title] = removed.get(piece.title, 0) + piece.rows
        progress(min(of, sum(removed.values())), of, f"Удаляю: {piece.title.lower()}")
    return {"act_id": act.id, "rows": removed}
