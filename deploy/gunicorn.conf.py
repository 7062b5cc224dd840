"""How the web server runs. Figures behind the choice: docs/web-server.md."""

import os

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = 8
preload_app = False  # each worker opens its own database connections
keepalive = 5
graceful_timeout = 4
timeout = 60
control_socket_disable = True
loglevel = "warning"


def on_starting(_server):
    from jobs.supervision import leave_with_supervisor

    leave_with_supervisor()
