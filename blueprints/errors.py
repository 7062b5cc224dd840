"""Errors as a page or a fragment: what happened, what was kept, what to do."""

import re

from flask import Flask, current_app, make_response, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from blueprints.htmx import is_fragment
from blueprints.security import logins
from blueprints.way_back import form_page
from models.base import db
from models.refusal import Refused

SAID = {
    400: ("Запрос не понят", "Страница устарела или адрес неполон. Обновите её и повторите."),
    403: ("Сюда нельзя", "На это у вас нет права."),
    404: ("Не найдено", "Такой страницы нет, или она не для вас. Проверьте адрес."),
    405: ("Так нельзя", "По этому адресу только отправляют форму."),
    409: ("Уже изменено", "Пока вы писали, здесь уже изменили. Ничего не потеряно."),
    413: ("Файл слишком велик", "Наибольший размер файла 20 МБ. Ничего не изменено."),
    422: ("Не получилось", "Данные не подошли. Ничего не изменено."),
    429: ("Слишком часто", "Подождите минуту и повторите. Ничего не изменено."),
    500: (
        "Ошибка Klass",
        "Мы записали, что случилось. Последнее действие не сохранено, "
        "всё прежнее цело. Повторите через минуту.",
    ),
    503: ("Подождите минуту", "База данных занята или перезапускается. Повторите через минуту."),
}

_SECRET = ("password", "code", "token", "key")
_WORDS = re.compile(r"[А-Яа-яЁё]{2}|\w \w")
_MOST, _LONGEST = 20, 5000  # texts, and signs of one, that an error page gives back
_WARNED = {403: "forbidden", 429: "too fast"}  # what the log tells of somebody


def attach(app: Flask) -> None:
    """Answer every error of the app in words."""
    app.register_error_handler(Refused, lambda e: answer(422, e.sentence))
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(RequestEntityTooLarge, lambda e: answer(413, _too_large()))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)
    for kind in (DataError, OverflowError):
        app.register_error_handler(kind, _unbearable)
    app.register_error_handler(Exception, _crash)


_FORM_TOO_LARGE = (
    "В форме больше текста, чем Klass принимает за один раз. Ничего не изменено: вернитесь "
    "кнопкой «Назад», сократите текст или сохраните его по частям."
)


def _too_large() -> str | None:
    """Of a form without files it is the text that is too long, not a file."""
    return None if request.mimetype == "multipart/form-data" else _FORM_TOO_LARGE


def answer(status: int, sentence: str | None = None):
    """An error page, or its fragment for htmx."""
    db.session.rollback()
    title, general = SAID.get(status, SAID[500])
    context = {"code": status, "title": title, "sentence": sentence or general}
    if is_fragment():
        return make_response(render_template("errors/fragment.html", **context), status)
    context |= {"typed": _typed(status), "form_page": form_page() if status == 405 else None}
    page = render_template("errors/page.html", **context)
    return make_response(page, status)


def _typed(status: int) -> list[str]:
    """What somebody wrote into the form that was not taken, to be copied from the page: words,
    no secrets, none of the keys and choices a form carries."""
    if request.method != "POST" or status == 413:
        return []
    told = [
        text
        for name, text in request.form.items(multi=True)
        if not any(part in name for part in _SECRET) and _WORDS.search(text)
    ]
    return [text[:_LONGEST] for text in dict.fromkeys(told)][:_MOST]


def _http(error: HTTPException):
    if error.code is None or error.code < 400:
        return error
    if error.code in _WARNED:
        _warn(_WARNED[error.code])
    own = error.code in (403, 409, 422, 429) and error.description != type(error).description
    response = answer(error.code, error.description if own else None)
    if retry_after := getattr(error, "retry_after", None):
        response.headers["Retry-After"] = str(retry_after)
    return response


def _warn(what: str) -> None:
    who = current_user.live.account_id if current_user.is_authenticated else "-"
    told = (what, request.method, request.path, who)
    current_app.logger.warning("%s: %s %s, account %s", *told)


def _csrf(_error: CSRFError):
    if _signed_out_page():
        return logins.unauthorized()
    response = answer(400, "Страница открыта слишком давно. Обновите её и повторите.")
    response.headers["X-Klass-Csrf"] = "expired"
    return response


def _signed_out_page() -> bool:
    """A form of a page whose session has ended: its token went with the session. Scripts, and
    the forms at the door itself, are told the truth about the token instead."""
    script = is_fragment() or "X-CSRFToken" in request.headers
    at_the_door = request.endpoint in ("auth.login", "auth.activate")
    return not script and not at_the_door and not current_user.is_authenticated


def _unbearable(error: Exception):
    """A value no column or calendar can bear: the request is at fault, not Klass."""
    _log(error)
    return answer(400)


def _busy(error: OperationalError):
    _log(error)
    return answer(503)


def _crash(error: Exception):
    _log(error)
    return answer(500)


def _log(error: Exception) -> None:
    current_app.logger.error("%s %s", request.method, request.path, exc_info=error)
