"""Row-level security on a database server: each transaction sees the rows of one owner, whatever a query says.

A transaction without an owner may name a reader instead: it sees what is shared with this reader, and writes nothing.

Two roles take part. The owner of the tables prepares them and is used for nothing else; the application's role
may read and write rows, and is refused at start where it could see past the policies or switch them off.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, text

from core.errors import StoreError
from core.store import sentences
from core.store.engine import INVITATION_SETTING, OWNER_SETTING, READER_SETTING
from core.store.tables import invitation, last_write, metadata, person_in, share, sign_in

LEAST_VERSION = 15
_OWNER, _READER, _INVITATION = (
    f"current_setting('{name}', true)" for name in (OWNER_SETTING, READER_SETTING, INVITATION_SETTING)
)
_OWN = f"owner = {_OWNER}"
_INVITED = f"id = {_INVITATION}"
_LOCK = 0x6261636B77697365

_MIGHTY = text(
    "SELECT min(rolname) FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND pg_has_role(session_user, oid, 'MEMBER')"
)
_STATE = text(
    """
    SELECT relname AS name,
           relrowsecurity AND relforcerowsecurity AS is_forced,
           ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = pg_class.oid) AS policies,
           pg_has_role(CAST(:role AS name), relowner, 'MEMBER') AS is_owned,
           (SELECT bool_and(has_table_privilege(CAST(:role AS name), pg_class.oid, privilege))
              FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege) AS is_usable
      FROM pg_class
     WHERE relname = ANY(:tables) AND relkind IN ('r', 'p') AND pg_table_is_visible(oid)
     ORDER BY relname
    """
)
_READABLE = text(
    """
    SELECT coalesce(bool_and(has_table_privilege(CAST(:role AS name), oid, 'SELECT')), false)
      FROM pg_class WHERE relname = :table AND pg_table_is_visible(oid)
    """
)


def role_of(connection: Connection) -> str:
    """The role that signed in."""
    return str(connection.scalar(text("SELECT session_user")))


def refuse_mighty_role(connection: Connection) -> None:
    """Raise StoreError where the role, or one that it may become, is not bound by row-level security."""
    mighty = connection.scalar(_MIGHTY)
    if mighty is not None:
        raise StoreError(sentences.role_goes_past(str(mighty)))


def refuse_old_server(connection: Connection) -> None:
    """Raise StoreError where the server is a PostgreSQL older than 15."""
    version = connection.dialect.server_version_info or (LEAST_VERSION,)
    if connection.dialect.name == "postgresql" and int(version[0]) < LEAST_VERSION:
        raise StoreError(sentences.server_too_old(".".join(map(str, version)), LEAST_VERSION))


def refuse_open_tables(connection: Connection) -> None:
    """Raise StoreError where a table is unguarded, or the role that signed in could change that."""
    for row in _tables(connection, role_of(connection)):
        if not row["is_guarded"]:
            raise StoreError(sentences.unguarded(row["name"]))
        if row["is_owned"]:
            raise StoreError(sentences.role_owns(row["name"]))


def may_read(connection: Connection, role: str, table: str) -> bool:
    """Whether the table is there and `role` may read it."""
    return bool(connection.scalar(_READABLE, {"role": role, "table": table}))


def is_guarded_for(connection: Connection, role: str) -> bool:
    """Whether all tables are there, guarded, and usable by `role`."""
    found = _tables(connection, role)
    return len(found) == len(metadata.tables) and all(row["is_guarded"] and row["is_usable"] for row in found)


def take_turn(connection: Connection) -> None:
    """Wait until no other replica prepares the database; the lock ends with the transaction."""
    connection.execute(text("SELECT set_config('lock_timeout', '0', true), set_config('statement_timeout', '0', true)"))
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def open_to_migrations(connection: Connection) -> None:
    """Let the tables' owner see all rows until `guard`, in the same transaction: a migration may change them."""
    for row in _tables(connection, role_of(connection)):
        connection.exec_driver_sql(f"ALTER TABLE {_quoted(connection, row['name'])} NO FORCE ROW LEVEL SECURITY")


def guard(connection: Connection, role: str, version_table: str) -> None:
    """Force row-level security on every table with an owner, and let `role` read and write rows."""
    user, schema = _quoted(connection, role), _quoted(connection, str(connection.scalar(text("SELECT current_schema"))))
    statements = [f"GRANT USAGE ON SCHEMA {schema} TO {user}", f"GRANT SELECT ON {version_table} TO {user}"]
    for name, found in metadata.tables.items():
        table = _quoted(connection, name)
        statements += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *(f"DROP POLICY IF EXISTS {policy} ON {table}" for policy in policies_of(found)),
            *(f"CREATE POLICY {policy} ON {table} {rule}" for policy, rule in policies_of(found).items()),
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {user}",
        ]
    for statement in statements:
        connection.exec_driver_sql(statement)


def policies_of(table: Table) -> dict[str, str]:
    """Row-level security of a table: each policy's name, and for what it lets which rows through."""
    everything = f"USING ({_OWN}) WITH CHECK ({_OWN})"
    if table in (last_write, sign_in):
        return {"backwise_owner": everything}
    if table is invitation:
        return {
            "backwise_owner": everything,
            "backwise_invited": f"FOR SELECT USING ({_INVITED})",
            "backwise_used": f"FOR DELETE USING ({_INVITED})",
        }
    if table is share:
        invited = "EXISTS (SELECT FROM invitation i WHERE i.id = share.id AND i.owner = share.reader)"
        return {
            "backwise_seen": f"FOR SELECT USING ({_OWN} OR reader IN ({_OWNER}, {_READER}))",
            "backwise_accepted": f"FOR INSERT WITH CHECK ({_OWN} AND {invited})",
            "backwise_ended": f"FOR DELETE USING ({_OWN} OR reader = {_OWNER})",
        }
    whose = f"s.owner = {table.name}.owner AND s.person_id = {table.name}.{person_in(table).name}"
    return {
        "backwise_owner": everything,
        "backwise_shared": f"FOR SELECT USING (EXISTS (SELECT FROM share s WHERE {whose} AND s.reader = {_READER}))",
    }


def _tables(connection: Connection, role: str) -> list[dict[str, Any]]:
    asked = {"role": role, "tables": list(metadata.tables)}
    found = [dict(row) for row in connection.execute(_STATE, asked).mappings()]
    for row in found:
        wanted = policies_of(metadata.tables[row["name"]])
        row["is_guarded"] = row["is_forced"] and set(row["policies"]) == set(wanted)
    return found


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)
