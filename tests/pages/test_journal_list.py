"""The list of journals: one's own first, one class of a whole school."""


def test_a_class_teacher_sees_the_own_journals_before_those_of_the_class(as_):
    page = as_("boris").get("/teacher/journals/").text
    own, rest = page.index("<h2>Мои</h2>"), page.index("<h2>Мой класс (просмотр)</h2>")
    assert own < page.index("Английский язык") < rest < page.index("Математика")


def test_a_teacher_without_a_class_sees_one_list(as_):
    page = as_("anna").get("/teacher/journals/").text
    assert "Мой класс" not in page and "<h2>" not in page
    paper = page.split("<b>5-Б</b>")[1].split("</li>")[0]
    assert "на бумаге" in paper and "просмотр" in paper


def test_the_operator_reads_of_the_transition_once(as_):
    page = as_("olga").get("/operator/journals/").text
    assert page.count("переходном периоде") == 1 and "на бумаге" not in page


def test_the_director_looks_at_the_journals_of_one_class(as_):
    director = as_("director")
    assert "<b>6-А</b>" in director.get("/director/journals/").text
    page = director.get("/director/journals/?class=5-А").text
    assert "<b>5-А</b>" in page and "<b>6-А</b>" not in page
    assert 'aria-current="page">5-А' in page
    assert "Журналов этого класса нет" in director.get("/director/journals/?class=12").text
