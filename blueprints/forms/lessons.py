"""The shape of a lesson's form."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from models.journal.lesson import LONGEST_HOMEWORK, LONGEST_TOPIC


class SeenVersion(IntegerField):
    """The version a form was made from; what is none is said in Russian."""

    def process_formdata(self, valuelist):
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Запрос неполон. Обновите страницу и повторите.") from None


class LessonForm(FlaskForm):
    """Topic and homework, with the version they were read at."""

    topic = StringField(
        "Тема урока", [Length(max=LONGEST_TOPIC, message=f"Тема не длиннее {LONGEST_TOPIC} знаков")]
    )
    homework = TextAreaField(
        "Домашнее задание",
        [Length(max=LONGEST_HOMEWORK, message=f"Задание не длиннее {LONGEST_HOMEWORK} знаков")],
    )
    version = SeenVersion(widget=HiddenInput(), validators=[InputRequired("Обновите страницу")])
