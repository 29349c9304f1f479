"""The commands for copies of sessions: what they store and for how long, and that a revocation is final."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from main_service.app import DEFINITION
from main_service.sessions import commands
from main_service.sessions.commands import CheckedSession, purge_copies, revoke_copy, store_copy
from service_kit.db.database import Database
from service_kit.identity import Role
from sqlalchemy import text

from testing.one_service import ON_MARIADB
from testing.peer_accounts import Wait
from testing.rows import contents

NEVER = datetime(2999, 1, 1, tzinfo=UTC)
ENDED = datetime(2026, 1, 31, tzinfo=UTC)
DAY = 24 * 3600


def digest(number: int) -> str:
    return f"{number:064x}"


def store(database: Database, number: int, role: Role = Role.CUSTOMER, user_version: int = 1) -> bool:
    checked = CheckedSession(501, role, user_version, NEVER)
    return database.write(lambda session: store_copy(session, digest(number), checked))


def revoke(database: Database, number: int) -> None:
    database.write(lambda session: revoke_copy(session, digest(number), 501, ENDED))


def copies(database: Database) -> list[tuple[int, str, bool]]:
    """The number of each session, its role, and whether it is revoked."""
    statement = text("SELECT digest, role, revoked_at FROM session_copy ORDER BY digest")
    rows = database.read(lambda reader: reader.execute(statement).all())
    return [(int(row.digest, 16), row.role, row.revoked_at is not None) for row in rows]


def test_the_latest_answer_is_stored(database: Database) -> None:
    assert store(database, 1)
    assert store(database, 1, Role.ADMIN, 2)
    assert copies(database) == [(1, "ADMIN", False)]


@pytest.mark.parametrize("known", [True, False])
def test_a_revoked_session_stays_revoked_after_later_answers(database: Database, known: bool) -> None:
    if known:
        store(database, 1)
    revoke(database, 1)
    before = contents(database)
    assert store(database, 1, Role.ADMIN, 9) is False
    revoke(database, 1)
    assert contents(database) == before
    assert [revoked for _, __, revoked in copies(database)] == [True]


@ON_MARIADB
def test_simultaneous_answers_and_revocations_end_revoked(database: Database) -> None:
    numbers = range(1, 41)
    works: list[Callable[[int], object]] = [
        lambda number: store(database, number),
        lambda number: revoke(database, number),
        lambda number: store(database, number),
    ]
    with ThreadPoolExecutor(8) as threads:
        done = [threads.submit(work, number) for number in numbers for work in works]
        for future in done:
            future.result()
    assert [(number, revoked) for number, _, revoked in copies(database)] == [(number, True) for number in numbers]


def test_copies_that_were_not_checked_for_a_day_are_deleted_in_batches(
    database: Database, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "PURGE_BATCH", 2)
    for number in range(1, 4):
        store(database, number)
    revoke(database, 4)
    wait(DAY - 60)
    assert database.write(purge_copies) == 0
    wait(DAY + 60)
    store(database, 2)
    revoke(database, 5)
    assert [database.write(purge_copies) for _ in range(3)] == [2, 1, 0]
    assert copies(database) == [(2, "CUSTOMER", False), (5, "CUSTOMER", True)]


def test_the_service_deletes_old_copies_regularly() -> None:
    assert purge_copies in DEFINITION.purges
