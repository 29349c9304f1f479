"""The outbox stores committed events until a relay has published them."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from service_kit.db.database import Database
from service_kit.events import outbox
from service_kit.events.event import MAX_EVENT_BYTES, Event
from service_kit.events.outbox import Claimed, OutboxEvent, OutboxState
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from testing.waiting import eventually

from .counter import counter_set, counters, outbox_rows, record

A_DAY = timedelta(days=1)


def claim(database: Database, relay: str = "relay-1", *, limit: int = 10, lease: float = 30) -> list[Claimed]:
    return database.write(lambda session: outbox.claim(session, relay, limit=limit, lease_seconds=lease))


def publish(database: Database, *items: Claimed) -> None:
    database.write(lambda session: outbox.mark_published(session, [item.id for item in items]))


def test_an_event_is_committed_with_its_change(database: Database) -> None:
    event = counter_set()
    record(database, event)
    (row,) = outbox_rows(database)
    assert (row.event_id, row.type, row.state) == (event.id, event.type, OutboxState.PENDING)
    assert Event.from_json(row.body) == event


def test_a_transaction_that_fails_leaves_no_event(database: Database) -> None:
    def work(session: Session) -> None:
        outbox.record(session, counter_set())
        raise RuntimeError("the change breaks a rule")

    with pytest.raises(RuntimeError):
        database.write(work)
    assert outbox_rows(database) == []
    assert claim(database) == []


def test_recording_no_events_does_nothing(database: Database) -> None:
    announced: list[str] = []
    database.on_commit(outbox.TOPIC, lambda: announced.append("woken"))
    record(database)
    assert (outbox_rows(database), announced) == ([], [])


def test_a_commit_with_events_wakes_the_relay_once(database: Database) -> None:
    announced: list[str] = []
    database.on_commit(outbox.TOPIC, lambda: announced.append("woken"))
    record(database, *counters(3))
    assert announced == ["woken"]


def test_a_too_large_event_is_refused(database: Database) -> None:
    event = counter_set(note="x" * MAX_EVENT_BYTES)
    with pytest.raises(ValueError, match=r"has \d+ bytes, over 262144"):
        record(database, event)
    assert outbox_rows(database) == []


def test_the_same_event_cannot_be_recorded_twice(database: Database) -> None:
    event = counter_set()
    record(database, event)
    with pytest.raises(IntegrityError):
        record(database, event)
    assert len(outbox_rows(database)) == 1


def test_events_are_claimed_in_the_order_in_which_they_were_recorded(database: Database) -> None:
    events = counters(5)
    record(database, *events)
    assert [item.event_id for item in claim(database, limit=3)] == [event.id for event in events[:3]]
    assert [item.event_id for item in claim(database)] == [event.id for event in events[3:]]


def test_leased_rows_are_not_claimed_by_other_relays(database: Database) -> None:
    record(database, *counters(2))
    assert len(claim(database, "relay-1")) == 2
    assert claim(database, "relay-2") == []


def test_the_rows_of_a_relay_that_died_are_due_again_and_those_of_another_are_not(database: Database) -> None:
    record(database, *counters(4))
    dead = claim(database, "dead", limit=2, lease=0.2)
    living = claim(database, "living", limit=2, lease=30)

    def reclaim() -> None:
        assert [item.id for item in claim(database, "heir")] == [item.id for item in dead]

    eventually(reclaim)
    assert {row.id: row.claimed_by for row in outbox_rows(database)} == {
        **{item.id: "heir" for item in dead},
        **{item.id: "living" for item in living},
    }


def test_a_published_event_is_never_claimed_again(database: Database) -> None:
    record(database, counter_set())
    publish(database, *claim(database, lease=0))
    assert claim(database) == []
    (row,) = outbox_rows(database)
    assert row.state == OutboxState.PUBLISHED
    assert row.published_at is not None
    assert abs(datetime.now(UTC) - row.published_at) < timedelta(minutes=1)


def test_a_refused_event_waits_and_keeps_the_reason(database: Database) -> None:
    record(database, counter_set())
    (item,) = claim(database)
    database.write(
        lambda session: outbox.mark_failed(session, "relay-1", item, error="no queue " * 100, retry_seconds=30)
    )
    (row,) = outbox_rows(database)
    assert claim(database) == []
    assert (row.state, row.attempts, row.claimed_by) == (OutboxState.PENDING, 1, None)
    assert row.last_error is not None
    assert row.last_error.startswith("no queue no queue")
    assert len(row.last_error) == 500


def test_a_refused_event_is_due_after_its_delay_with_its_attempts_counted(database: Database) -> None:
    record(database, counter_set())
    (item,) = claim(database)
    database.write(lambda session: outbox.mark_failed(session, "relay-1", item, error="no queue", retry_seconds=0))
    assert [again.attempts for again in claim(database)] == [1]


def test_a_relay_cannot_fail_what_another_holds(database: Database) -> None:
    record(database, counter_set())
    (item,) = claim(database, "relay-1")
    database.write(lambda session: outbox.mark_failed(session, "relay-2", item, error="mine", retry_seconds=0))
    assert [(row.claimed_by, row.last_error) for row in outbox_rows(database)] == [("relay-1", None)]


def test_released_rows_are_due_immediately_and_before_newer_ones(database: Database) -> None:
    first, second = counter_set("first"), counter_set("second")
    record(database, first)
    (item,) = claim(database, "relay-1")
    record(database, second)
    database.write(lambda session: outbox.release(session, "relay-1", [item.id]))
    assert [again.event_id for again in claim(database)] == [first.id, second.id]


def test_a_relay_cannot_release_what_another_holds(database: Database) -> None:
    record(database, counter_set())
    (item,) = claim(database, "relay-1")
    database.write(lambda session: outbox.release(session, "relay-2", [item.id]))
    assert claim(database) == []


def test_the_gap_of_a_rolled_back_transaction_stalls_nothing(database: Database) -> None:
    before, after = counter_set("before"), counter_set("after")

    def roll_back(session: Session) -> None:
        outbox.record(session, counter_set("lost"))
        session.flush()
        raise RuntimeError

    record(database, before)
    with pytest.raises(RuntimeError):
        database.write(roll_back)
    record(database, after)
    assert [item.event_id for item in claim(database)] == [before.id, after.id]


def test_an_event_of_a_transaction_that_commits_late_is_found_though_its_id_is_lower(
    mariadb_database: Database,
) -> None:
    early, late = counter_set("early"), counter_set("late")
    with Session(mariadb_database.engine) as open_transaction:
        outbox.record(open_transaction, early)
        record(mariadb_database, late)
        items = claim(mariadb_database)
        publish(mariadb_database, *items)
        open_transaction.commit()
    (found,) = claim(mariadb_database)
    assert [item.event_id for item in items] == [late.id]
    assert found.event_id == early.id
    assert found.id < items[0].id


def test_a_claim_passes_over_rows_that_another_is_claiming_without_waiting(mariadb_database: Database) -> None:
    events = counters(4)
    record(mariadb_database, *events)
    with Session(mariadb_database.engine) as other:
        outbox.claim(other, "relay-1", limit=2, lease_seconds=30)
        claimed = claim(mariadb_database, "relay-2")
        other.commit()
    assert [item.event_id for item in claimed] == [event.id for event in events[2:]]


def test_many_relays_at_once_share_the_rows_without_overlap(database: Database) -> None:
    events = counters(60)
    record(database, *events)
    taken: list[str] = []

    def work(relay: str) -> None:
        while items := claim(database, relay, limit=3):
            taken.extend(item.event_id for item in items)

    threads = [threading.Thread(target=work, args=[f"relay-{number}"]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(event.id for event in events)


def test_purge_deletes_only_old_published_events(database: Database) -> None:
    record(database, *counters(3))
    old, fresh, waiting = claim(database)
    publish(database, old, fresh)

    def work(session: Session) -> int:
        session.get_one(OutboxEvent, old.id).published_at = datetime.now(UTC) - 2 * A_DAY
        session.get_one(OutboxEvent, waiting.id).created_at = datetime.now(UTC) - 2 * A_DAY
        session.flush()
        return outbox.purge(session, older_than=A_DAY)

    assert database.write(work) == 1
    assert [row.id for row in outbox_rows(database)] == [fresh.id, waiting.id]


def test_pending_tells_how_many_wait_and_since_when(database: Database) -> None:
    assert database.read(outbox.pending) == (0, None)
    first, second = counter_set(), counter_set()
    record(database, first, second)
    assert database.read(outbox.pending) == (2, first.time)


def test_last_published_at_returns_the_last_confirm(database: Database) -> None:
    assert database.read(outbox.last_published_at) is None
    record(database, counter_set())
    publish(database, *claim(database))
    assert database.read(outbox.last_published_at) == outbox_rows(database)[0].published_at
