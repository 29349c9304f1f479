"""Classifies database errors: outages, lost connections, and errors after which to retry the transaction."""

import sqlite3

from sqlalchemy.exc import DBAPIError

# Error numbers: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html and
# https://mariadb.com/docs/server/reference/error-codes.
LOCK_ERRORS = frozenset(
    {
        1020,  # record changed since last read
        1205,  # lock wait time-out
        1213,  # deadlock
        1305,  # no such savepoint: after a deadlock the server has rolled back the whole transaction
    }
)
LOST_CONNECTION = frozenset(
    {
        1053,  # server shutdown in progress
        1927,  # MariaDB: the connection was killed
        2002,  # cannot connect through a socket
        2003,  # cannot connect
        2006,  # the server has gone away
        2013,  # connection lost during a query
        2014,  # commands out of sync
        3169,  # the session was killed
        4031,  # disconnected because of inactivity
    }
)
READ_ONLY = frozenset(
    {
        1290,  # --read-only, --super-read-only and other options that forbid the statement
        1792,  # read-only transaction: transaction_read_only is set
        1836,  # read-only mode
        3032,  # offline mode
    }
)
"""The server is read-only. After a failover, pooled connections may lead to the former primary."""
OUT_OF_RESOURCES = frozenset(
    {
        1021,  # disk full
        1037,  # out of memory
        1040,  # too many connections
        1041,  # out of resources
        1047,  # MariaDB with Galera: the node is not ready
        1114,  # table full
        1129,  # host blocked because of many connection errors
        1135,  # no thread for the connection
        1158,  # network errors between client and server
        1159,
        1160,
        1161,
        1203,  # too many connections of this user: max_user_connections
        1226,  # a limit of the account is reached
        1317,  # the query was interrupted
        1969,  # MariaDB: max_statement_time exceeded
        3024,  # max_execution_time exceeded
        3168,  # the server is not available
    }
)
_SQLITE_OUTAGES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)


def is_retryable(error: DBAPIError) -> bool:
    """Whether to run the transaction again, for example after a deadlock."""
    return _mysql_code(error) in LOCK_ERRORS


def is_lost(error: DBAPIError) -> bool:
    """Whether the connection is lost, or the server refuses the work. A new connection may succeed."""
    code = _mysql_code(error)
    return error.connection_invalidated or code == 1040 or code in LOST_CONNECTION or code in READ_ONLY


def is_read_only(error: DBAPIError) -> bool:
    """Whether the server is read-only, so that all its pooled connections should be closed."""
    return _mysql_code(error) in READ_ONLY


def is_outage(error: DBAPIError) -> bool:
    """Whether the database is temporarily unavailable, so that the same work may succeed later."""
    is_refused = is_lost(error) or is_retryable(error) or _mysql_code(error) in OUT_OF_RESOURCES
    return is_refused or _is_sqlite_outage(error)


def _mysql_code(error: DBAPIError) -> int | None:
    arguments = error.orig.args if error.orig is not None else ()
    return arguments[0] if arguments and isinstance(arguments[0], int) else None


def _is_sqlite_outage(error: DBAPIError) -> bool:
    # Errors of Python's sqlite3 module itself have no code. The low byte of a code is the kind of error.
    code: int = getattr(error.orig, "sqlite_errorcode", 0)
    return isinstance(error.orig, sqlite3.OperationalError) and code & 0xFF in _SQLITE_OUTAGES
