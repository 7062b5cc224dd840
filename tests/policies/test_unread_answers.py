"""The director is told at home of an answer until it was looked at."""


def test_the_directors_home_tells_of_an_answer_until_it_was_read(as_, cast, officials):
    director, place = as_("director"), "/director/control/inquiries/"
    asked = {"about": "5-А", "text": "Почему нет тем?", "due_on": "2026-11-20"}
    assert director.post(place, asked).status_code == 302
    assert "Есть ответ" not in director.get("/director/").text
    answer = "/administrator/control/inquiries/1/answer"
    assert as_("admin").post(answer, {"answer": "Внесут завтра."}).status_code == 302
    assert "Есть ответ на ваш запрос: 5-А" in director.get("/director/").text
    assert "Внесут завтра." in director.get(place).text
    assert "Есть ответ" not in director.get("/director/").text
