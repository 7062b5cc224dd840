"""Files of other schools, countries and sizes, each with a count that knows nothing of the readers.

A maker writes a file and returns what is in it, as whoever wrote the file would count it.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

LETTERS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"
SYLLABLES = [
    "Ба",
    "Ве",
    "Го",
    "Ду",
    "Жи",
    "За",
    "Ко",
    "Лу",
    "Ми",
    "Ни",
    "Ор",
    "Пе",
    "Ра",
    "Са",
    "То",
    "Уш",
    "Фо",
    "Хо",
    "Ца",
    "Чу",
    "Шу",
    "Яр",
]
BOYS = ["Артём", "Борис", "Виктор", "Глеб", "Денис", "Егор", "Захар", "Иван", "Кирилл", "Лев"]
GIRLS = ["Анна", "Вера", "Дарья", "Ева", "Зоя", "Инна", "Кира", "Лада", "Майя", "Нина"]


@dataclass
class Counted:
    """What a maker put into its file."""

    numbers: dict[str, int] = field(default_factory=dict)
    classes: set[tuple[int, str]] = field(default_factory=set)
    places: set[tuple] = field(default_factory=set)


def pupils_csv(
    target: Path, pupils: int, *, encoding="utf-8-sig", separator=";", faulty_every=0, parents=False
) -> Counted:
    """A list of so many pupils; each `faulty_every`-th row has a class that no school has."""
    chance = Random(pupils)
    counted = Counted({"rows": pupils, "faults": 0, "parents": 0})
    head = ["№", "Фамилия", "Имя", "Отчество", "Дата рожд.", "Класс", "Пол"]
    head += ["Мать", "Телефон"] if parents else []
    with target.open("w", encoding=encoding, newline="") as file:
        rows = csv.writer(file, delimiter=separator)
        rows.writerow(head)
        for number in range(1, pupils + 1):
            girl = chance.random() < 0.5
            surname = _surname(number) + ("а" if girl else "")
            given = chance.choice(GIRLS if girl else BOYS)
            grade, letter = number % 11 + 1, LETTERS[number // 11 % len(LETTERS)]
            birth = f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.{2019 - grade}"
            written = f"{grade}{letter}"
            if faulty_every and number % faulty_every == 0:
                written, counted.numbers["faults"] = "13Ъ", counted.numbers["faults"] + 1
            else:
                counted.classes.add((grade, letter))
            row = [number, surname, given, f"Отчество{number % 97}", birth, written]
            row.append("ж" if girl else "м")
            if parents:
                row += [f"Мать{number} Анна", f"+7900{number:07}"]
                counted.numbers["parents"] += 1
            rows.writerow(row)
    return counted


def _surname(number: int) -> str:
    """Another one for each of some ten thousand numbers."""
    base = len(SYLLABLES)
    parts = [SYLLABLES[number // base**place % base] for place in range(3)]
    return "".join(parts).capitalize() + "нов"
