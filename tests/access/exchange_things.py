"""Runs of exchange that addresses name: a list whose columns are asked, files made for somebody."""

from datetime import date

from models.exchange.columns import Layout
from models.exchange.report import Report
from models.exchange.retention.act import RemovalAct
from models.exchange.tables.made_file import folder
from models.exchange.upload import PUPILS, Upload
from models.runs.run import DONE, EXPORTING, Run


def exchange_runs(session, cast, data) -> dict:
    """The check of a list, and a file for each of those who take data out."""
    return {
        "import_columns.run_id": _check(session),
        "set_columns.run_id": _check(session),
        "export_file.run_id": _made(session, cast, "admin", "administrator", data),
        "act_id": _act(session, 1, "viewings"),
        "annul_removal_act.act_id": _act(session, 2, "sign_ins"),
        "export_of_director": _made(session, cast, "director", "director", data),
    }


def _act(session, number: int, kind: str) -> int:
    """An act that waits for the director's signature."""
    told = {"number": number, "kind": kind, "until": date(2020, 1, 1), "years": 3}
    act = RemovalAct(**told, counts={"Просмотры": 1})
    session.add(act)
    session.flush()
    return act.id


def _check(session) -> int:
    upload = Upload(kind=PUPILS, name="список.csv", size=1, sha256="1" * 64)
    session.add(upload)
    session.flush()
    layout = Layout(0, ["Фамилия", "Имя", "Класс"], ["surname", "given", "class"], "0" * 64, True)
    run = Run(kind="import", args={"upload_id": upload.id, "dry": True, "first": None})
    run.state, run.result = DONE, Report(dry=True, columns=layout.as_json()).as_json()
    session.add(run)
    session.flush()
    return run.id


def _made(session, cast, name: str, room: str, data) -> int:
    (folder(data) / f"fileof{name}").write_bytes(b"table")
    run = Run(kind=EXPORTING, args={"what": "marks", "form": "csv"}, hat=room)
    run.account_id, run.state = cast.accounts[name], DONE
    made = {"file": f"fileof{name}", "name": "marks.csv", "size": 5, "rows": {"Отметки": 1}}
    run.result = made | {"note": ""}
    session.add(run)
    session.flush()
    return run.id
