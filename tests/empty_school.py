"""A school with its year and nothing else: what an import finds on the first day."""

from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from app import Settings, create_app
from models import engine
from models.audit.author import Author, system
from models.base import db
from models.office.founding import found_school
from models.runs.run import new_run
from tests.cast import NOW, START
from tests.databases import Database

DATA = Path(__file__).parent / "data"


class EmptySchool:
    """An app on a database of its own, with a founded school."""

    def __init__(self, kind: str, folder: Path, name: str):
        self.database = Database(kind, folder)
        self.database.name = f"{self.database.name}_{name}"
        self.database.create()
        settings = Settings(
            data=folder,
            database_url=self.database.url,
            secret_key="for tests only",
            demo=True,
            now=datetime.fromisoformat(NOW),
        )
        self.app = create_app(settings)
        with self.open() as session:
            db.create_all()
            found_school("Пустая школа", START)
            session.commit()

    @contextmanager
    def open(self):
        """A session that writes as a test."""
        with self.app.app_context(), engine.writing():
            db.session.info["author"] = system("a test")
            try:
                yield db.session
            finally:
                db.session.rollback()
                db.session.remove()

    @contextmanager
    def run(self):
        """The same as a run, whose number the entries carry; committed at the end."""
        with self.open() as session:
            run = new_run("import")
            session.commit()
            session.info["author"] = Author(None, "system", run_id=run.id)
            yield run.id
            session.commit()

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
