"""What is in a file, counted without any reader of Klass: only what Python itself brings.

Each count has the words of an import's report. Lessons of these files have one teacher and one
group each, so that a place in the file is a place in the school.
"""

import csv
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree


def count_asc(path: Path) -> dict[str, int]:
    """An aSc file of either form."""
    root = ElementTree.parse(path).getroot()

    def names(tag: str) -> set[str]:
        return {
            row.get("name").strip() for row in root.iter(tag) if (row.get("name") or "").strip()
        }

    length = {row.get("id"): int(row.get("periodspercard") or 1) for row in root.iter("lesson")}
    places = sum(
        length[card.get("lessonid")] * (card.get("days") or "1").count("1")
        for card in root.iter("card")
    )
    return {
        "учителя": len(names("teacher")),
        "предметы": len(names("subject")),
        "кабинеты": len(names("classroom")),
        "классы": len(names("class")),
        "звонки": len(list(root.iter("period"))),
        "места в расписании": places,
    }


def count_fet(path: Path, classes: int) -> dict[str, int]:
    """A FET file; how many of its sets of students are classes the asker knows."""
    root = ElementTree.parse(path).getroot()
    placed = {
        row.findtext("Activity_Id")
        for row in root.iter("ConstraintActivityPreferredStartingTime")
        if row.findtext("Preferred_Hour") or row.findtext("Hour")
    }
    places = sum(
        int(row.findtext("Duration"))
        for row in root.iter("Activity")
        if row.findtext("Id") in placed and row.findtext("Active") == "true"
    )
    return {
        "учителя": len(root.findall("Teachers_List/Teacher")),
        "предметы": len(root.findall("Subjects_List/Subject")),
        "классы": classes,
        "места в расписании": places,
    }


def count_pupils(path: Path, encoding: str = "utf-8-sig", separator: str = ";") -> dict[str, int]:
    """A list whose faulty rows have the class 13Ъ, and whose mothers have a phone each; who has
    another's name and birthday is the same pupil again."""
    with path.open(encoding=encoding, newline="") as file:
        good = [row for row in csv.DictReader(file, delimiter=separator) if row["Класс"] != "13Ъ"]
    named = {(row["Фамилия"], row["Имя"], row["Дата рожд."]): row for row in reversed(good)}
    rows = list(named.values())
    found = {"ученики": len(rows)}
    mothers = {(row["Мать"], row["Телефон"]) for row in rows if row.get("Мать")}
    return found | ({"родители": len(mothers), "родство": len(rows)} if mothers else {})


def count_roster(path: Path) -> dict[str, int]:
    """An archive of OneRoster of either version."""
    with zipfile.ZipFile(path) as archive:
        tables = {
            name.removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")))
            )
            for name in archive.namelist()
        }
    users = tables["users"]
    role = {row["sourcedId"]: row.get("role") for row in users}
    role |= {row["userSourcedId"]: row["role"] for row in tables.get("roles", ())}
    links = [row["agentSourcedIds"] for row in users if row.get("agentSourcedIds")]
    home = [row for row in tables["classes"] if row["classType"] == "homeroom"]
    return {
        "ученики": sum(one == "student" for one in role.values()),
        "сотрудники": sum(one == "teacher" for one in role.values()),
        "родители": len(set(links)),
        "родство": len(links),
        "классы": len(home),
        "предметы": len(tables["courses"]) - len({row["courseSourcedId"] for row in home}),
    }
