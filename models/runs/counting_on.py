"""Numbers of rows that came into a database with their numbers."""

from sqlalchemy import inspect, text


def count_on(base) -> None:
    """Rows that were played back or carried over brought their numbers: let PostgreSQL count on
    behind them."""
    if base.dialect.name != "postgresql":
        return
    for table in inspect(base).get_table_names():
        sequence = base.scalar(
            text(
                "SELECT pg_get_serial_sequence(:table, 'id') WHERE EXISTS (SELECT 1 FROM "
                "information_schema.columns WHERE table_schema = current_schema() "
                "AND table_name = :table AND column_name = 'id')"
            ),
            {"table": table},
        )
        if sequence:
            base.execute(
                text(
                    f"SELECT setval('{sequence}', greatest((SELECT coalesce(max(id), 1) "
                    f'FROM "{table}"), (SELECT last_value FROM {sequence})))'
                )
            )
