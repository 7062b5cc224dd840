"""htmx: is this a fragment, and how is one answered."""

from flask import current_app, make_response, request


def is_fragment() -> bool:
    """Whether htmx asked for a part of a page (not for a whole page by hx-boost)."""
    return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers


def fragment(template: str, status: int = 200, **context):
    """A part of a page: knows what it is given and the globals, not what a whole page knows of
    its room and reader."""
    environment = current_app.jinja_env
    found = environment.get_template(template)
    # the globals go in as plain values: Jinja's own way looks each up through two maps
    known = found.new_context({**environment.globals, **context}, shared=True)
    return make_response("".join(found.root_render_func(known)), status)
