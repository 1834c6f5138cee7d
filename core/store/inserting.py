"""Many rows of one table at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns.

    SQLAlchemy looks at the values of each row again, which costs SQLite as much as keeping them does. Where the driver
    takes values by their place, they are put in order here, a column at a time, by the same types.
    """
    statement = insert(table)
    compiled = statement.compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = compiled.positiontup
    if names is None:
        connection.execute(statement, list(rows))
        return
    columns = []
    for name in names:
        values = [row[name] for row in rows]
        as_kept = table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        columns.append(values if as_kept is None else [as_kept(one) for one in values])
    connection.exec_driver_sql(str(compiled), list(zip(*columns, strict=True)))
