"""What the door says of the service (1.5)."""


def test_the_door_says_that_the_service_is_free_and_where_it_is(app):
    page = app.test_client().get("/login").text
    assert "для семей бесплатны" in page and "http://localhost" in page
