"""The yardstick: the barest Flask app, behind gunicorn with 2 workers × 4 threads."""

from flask import Flask

app = Flask(__name__)


@app.get("/healthz")
def hello():
    return "hello"
