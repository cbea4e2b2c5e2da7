"""viewflow over Django: a flow of a start and four handles, with the locks it offers."""

import django
from django.conf import settings
from psycopg2.extensions import parse_dsn


def _configure(address: str) -> None:
    place = parse_dsn(address)
    names = {"NAME": "dbname", "USER": "user", "HOST": "host", "PORT": "port"}
    database = {name: place.get(word, "") for name, word in names.items()}
    settings.configure(
        SECRET_KEY="bench",  # nosec B106 - signs nothing
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **database}},
        INSTALLED_APPS=[
            *("django.contrib.auth", "django.contrib.contenttypes", "viewflow"),
            *("viewflow.workflow", "steps"),
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()


class Case:
    """Django's one connection."""

    def __init__(self, address: str) -> None:
        _configure(address)
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        from steps.life import Life

        self.flow = Life
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            [self.pid] = cursor.fetchone()

    def live(self) -> None:
        """One case to its end; its tasks are the record."""
        process = self.flow.begin.run()
        for name in ("checked", "first", "second", "paid"):
            task = process.task_set.get(flow_task=getattr(self.flow, name), status="NEW")
            getattr(self.flow, name).run(task)
