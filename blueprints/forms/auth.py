"""The shapes of sign-in and activation."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length


class LoginForm(FlaskForm):
    """Login and password."""

    login = StringField("Логин", [InputRequired("Введите логин."), Length(max=60)])
    password = PasswordField("Пароль", [InputRequired("Введите пароль."), Length(max=200)])


class ActivationForm(FlaskForm):
    """The code from the slip, and a password of one's own twice."""

    login = StringField("Логин", [InputRequired("Введите логин."), Length(max=60)])
    code = StringField("Код", [InputRequired("Введите код с листка."), Length(max=40)])
    password = PasswordField("Новый пароль", [InputRequired("Придумайте пароль."), Length(max=200)])
    again = PasswordField("Ещё раз", [EqualTo("password", "Пароли не совпали.")])
