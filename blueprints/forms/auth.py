"""The shapes of sign-in and activation."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from models.people.password import SHORTEST, TOO_SHORT

NEW = [  # said beside «Пароли не совпали», not only once they do
    InputRequired("Придумайте пароль."),
    Length(max=200),
    Length(min=SHORTEST, message=TOO_SHORT),
]


class LoginForm(FlaskForm):
    """Login and password."""

    login = StringField("Логин", [InputRequired("Введите логин."), Length(max=60)])
    password = PasswordField("Пароль", [InputRequired("Введите пароль."), Length(max=200)])
    mine = BooleanField("Это мой компьютер или телефон")


class PasswordForm(FlaskForm):
    """The old password, and a new one twice."""

    old = PasswordField("Нынешний пароль", [InputRequired("Введите нынешний пароль.")])
    password = PasswordField("Новый пароль", NEW)
    again = PasswordField("Ещё раз", [EqualTo("password", "Пароли не совпали.")])


class ActivationForm(FlaskForm):
    """The code from the slip, a password of one's own twice, and the rules accepted."""

    login = StringField("Логин", [InputRequired("Введите логин."), Length(max=60)])
    code = StringField(
        "Временный пароль", [InputRequired("Введите временный пароль с листка."), Length(max=40)]
    )
    password = PasswordField("Новый пароль", NEW)
    again = PasswordField("Ещё раз", [EqualTo("password", "Пароли не совпали.")])
    rules = BooleanField(
        "Правила прочитаны, обязуюсь их соблюдать",
        [InputRequired("Прочитайте правила и отметьте, что будете их соблюдать.")],
    )
