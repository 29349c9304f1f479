"""Dead letters: failed events are stored, retried, parked and replayed."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from service_kit.db.database import Database
from service_kit.events import failed_events
from service_kit.events.failed_events import MAX_BODY_BYTES, DeadLetterState, DueLetter
from sqlalchemy.orm import Session

from testing.waiting import eventually

from .counter import letters, parked


def schedule(database: Database, body: bytes = b"body", *, retry_seconds: float = 0, attempts: int = 1) -> bool:
    return database.write(
        lambda session: failed_events.schedule(
            session, body, "no way", attempts=attempts, retry_seconds=retry_seconds, event_id="e1", type="t.v1"
        )
    )


def park(database: Database, body: bytes = b"body", error: str = "not JSON") -> bool:
    return database.write(lambda session: failed_events.park(session, body, error, event_id=None, type=None))


def claim(database: Database, *, limit: int = 10, lease: float = 30) -> list[DueLetter]:
    return database.write(lambda session: failed_events.claim(session, limit=limit, lease_seconds=lease))


def give_up(database: Database, letter: DueLetter) -> None:
    database.write(lambda session: failed_events.give_up(session, letter, "the last error"))


def test_a_scheduled_letter_keeps_the_delivery_and_the_error(database: Database) -> None:
    assert schedule(database, b"\x00\xffbody")
    (letter,) = letters(database)
    assert (letter.body, letter.error, letter.state) == (b"\x00\xffbody", "no way", DeadLetterState.RETRYING)
    assert (letter.event_id, letter.type, letter.attempts) == ("e1", "t.v1", 1)


def test_the_same_delivery_is_stored_once(database: Database) -> None:
    assert schedule(database)
    assert not schedule(database)
    assert not park(database)
    assert len(letters(database)) == 1


def test_the_same_delivery_is_stored_once_by_three_at_the_same_time(database: Database) -> None:
    stored: list[bool] = []
    together = threading.Barrier(3)

    def work() -> None:
        together.wait()
        stored.append(park(database))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(stored) == [False, False, True]
    assert len(letters(database)) == 1


def test_a_letter_is_due_after_its_delay(database: Database) -> None:
    schedule(database, retry_seconds=0.2)
    assert claim(database) == []

    def due() -> None:
        assert len(claim(database)) == 1

    eventually(due)


def test_a_try_is_counted_before_it_runs(database: Database) -> None:
    schedule(database, attempts=1)
    (letter,) = claim(database)
    assert letter.attempts == 2
    assert letters(database)[0].attempts == 2


def test_what_one_process_tries_no_other_does(database: Database) -> None:
    schedule(database)
    assert len(claim(database, lease=30)) == 1
    assert claim(database) == []


def test_a_letter_of_a_process_that_died_is_due_after_its_lease(database: Database) -> None:
    schedule(database)
    claim(database, lease=0.1)

    def reclaim() -> None:
        assert [letter.attempts for letter in claim(database)] == [3]

    eventually(reclaim)


def test_a_postponed_letter_waits_again_with_the_new_error(database: Database) -> None:
    schedule(database)
    (letter,) = claim(database)
    database.write(lambda session: failed_events.postpone(session, letter, "again " * 500, retry_seconds=30))
    assert claim(database) == []
    (row,) = letters(database)
    assert row.state == DeadLetterState.RETRYING
    assert row.error == ("again " * 500)[:1000]
    assert row.next_at > datetime.now(UTC) + timedelta(seconds=20)


def test_a_settled_letter_is_gone(database: Database) -> None:
    schedule(database)
    (letter,) = claim(database)
    database.write(lambda session: failed_events.settle(session, letter))
    assert letters(database) == []


def test_a_parked_letter_is_never_due_by_itself(database: Database) -> None:
    park(database, b"bad")
    schedule(database, b"good")
    (letter,) = claim(database, lease=0)
    give_up(database, letter)
    assert claim(database) == []
    assert [(row.body, row.error) for row in parked(database)] == [
        (b"bad", "not JSON"),
        (b"good", "the last error"),
    ]


def test_replaying_makes_the_named_letters_due_with_their_count_at_zero(database: Database) -> None:
    for body in (b"1", b"2", b"3"):
        park(database, body)
    first, second, third = (row.id or 0 for row in parked(database))
    assert database.write(lambda session: failed_events.replay(session, [first, third])) == 2
    assert [(letter.id, letter.attempts) for letter in claim(database)] == [(first, 1), (third, 1)]
    assert [row.id for row in parked(database)] == [second]


def test_replaying_all_does_not_affect_retries(database: Database) -> None:
    schedule(database, b"1", retry_seconds=30)
    park(database, b"2")
    assert database.write(failed_events.replay) == 1
    assert [letter.body for letter in claim(database)] == [b"2"]


def test_discarding_deletes_the_named_parked_letters_and_nothing_else(database: Database) -> None:
    schedule(database, b"retrying", retry_seconds=30)
    park(database, b"1")
    park(database, b"2")
    retrying, first, _ = (row.id or 0 for row in letters(database))
    assert database.write(lambda session: failed_events.discard(session, [retrying, first])) == 1
    assert [row.body for row in letters(database)] == [b"retrying", b"2"]
    assert database.write(failed_events.discard) == 1
    assert [row.body for row in letters(database)] == [b"retrying"]


@pytest.mark.parametrize("act", [failed_events.replay, failed_events.discard])
def test_naming_no_letter_touches_none(database: Database, act: type) -> None:
    park(database)
    assert database.write(lambda session: act(session, [])) == 0
    assert len(parked(database)) == 1


def test_scheduling_and_replaying_wake_the_retries(database: Database) -> None:
    woken: list[str] = []
    database.on_commit(failed_events.TOPIC, lambda: woken.append("woken"))
    schedule(database)
    assert len(woken) == 1
    database.write(failed_events.replay)
    assert len(woken) == 2


def test_the_counts_tell_retried_from_parked(database: Database) -> None:
    assert database.read(failed_events.counts) == (0, 0)
    schedule(database, b"1")
    park(database, b"2")
    park(database, b"3")
    assert database.read(failed_events.counts) == (1, 2)


def test_a_letter_whose_transaction_fails_is_not_stored(database: Database) -> None:
    def work(session: Session) -> None:
        failed_events.park(session, b"body", "not JSON", event_id=None, type=None)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.write(work)
    assert letters(database) == []


@pytest.mark.parametrize("fill", [b'"', b"\x00", b"x"])
def test_a_huge_body_is_kept_as_far_as_a_letter_holds_it(database: Database, fill: bytes) -> None:
    body = fill * 17_825_792
    assert park(database, body)
    (letter,) = letters(database)
    assert letter.body == body[:MAX_BODY_BYTES]
    assert letter.digest == failed_events.digest_of(body)
