"""What has changed is heard by those who watch it, once, whoever changed it and however slow they are."""

import asyncio
from collections.abc import Sequence

import pytest
from prometheus_client import REGISTRY
from service_kit.db.database import Database, changed
from service_kit.events.event import new_event
from service_kit.live.hub import MAX_PENDING, RECHECK, RESYNC, Hub, HubClosed, TopicSubscription, Update
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from .counter import CounterData, Handler, counter_set, deliveries, make_consumer, record


async def heard(watch: TopicSubscription) -> Update:
    """What the watch is told next, which is under way."""
    return await asyncio.wait_for(anext(watch), timeout=5)


async def silent(*watches: TopicSubscription) -> bool:
    """Whether nothing is on its way to these, as everything has been delivered that was told before."""
    await asyncio.sleep(0)
    return not any(watch._pending for watch in watches)


async def test_a_watch_looks_at_everything_first() -> None:
    async with Hub().subscribe("product/1") as watch:
        assert await heard(watch) is RESYNC


async def test_a_watch_hears_of_its_subjects_and_its_kinds_only() -> None:
    hub = Hub()
    async with hub.subscribe("product/1", "order/7") as some, hub.subscribe("product/") as kind:
        assert [await heard(some), await heard(kind)] == [RESYNC, RESYNC]
        hub.publish(frozenset({"product/1", "product/12", "order/71", "order/7", "products", "product/1/likes"}))
        assert await heard(some) == frozenset({"product/1", "order/7"})
        assert await heard(kind) == frozenset({"product/1", "product/12"})
        hub.publish(frozenset({"order/8"}))
        assert await silent(some, kind)


async def test_a_watch_hears_of_the_parts_of_a_subject_where_it_asks_for_them() -> None:
    hub = Hub()
    async with (
        hub.subscribe("product/1") as whole,
        hub.subscribe("product/1/") as parts,
        hub.subscribe("product/1/likes") as part,
    ):
        assert [await heard(watch) for watch in (whole, parts, part)] == [RESYNC] * 3
        hub.publish(frozenset({"product/1/likes", "product/1/stock", "product/2/likes"}))
        assert await heard(parts) == frozenset({"product/1/likes", "product/1/stock"})
        assert await heard(part) == frozenset({"product/1/likes"})
        assert await silent(whole)


async def test_what_changes_while_the_watcher_is_busy_is_told_together_and_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service_kit.live.hub.DEBOUNCE_SECONDS", 0)
    hub = Hub()
    async with hub.subscribe("product/") as watch:
        assert await heard(watch) is RESYNC
        for number in (1, 2, 1, 3, 1):
            hub.publish(frozenset({f"product/{number}"}))
            await asyncio.sleep(0)
        assert await heard(watch) == frozenset({"product/1", "product/2", "product/3"})
        assert await silent(watch)


async def test_it_is_told_at_once_and_then_no_more_often_than_it_can_be_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service_kit.live.hub.DEBOUNCE_SECONDS", 3600)
    hub = Hub()
    async with hub.subscribe("product/") as watch:
        assert await heard(watch) is RESYNC
        hub.publish(frozenset({"product/1"}))
        assert await heard(watch) == frozenset({"product/1"})
        hub.publish(frozenset({"product/2"}))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(watch), timeout=0.1)
        hub.publish(frozenset({"product/3"}))
        hub._deliver()  # as the clock would, in an hour
        assert await heard(watch) == frozenset({"product/2", "product/3"})


async def test_what_nobody_watches_holds_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service_kit.live.hub.DEBOUNCE_SECONDS", 3600)
    hub = Hub()
    async with hub.subscribe("product/") as watch:
        assert await heard(watch) is RESYNC
        hub.publish(frozenset({"user/1"}))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        hub.publish(frozenset({"product/1"}))
        assert await heard(watch) == frozenset({"product/1"})


async def test_more_subjects_than_are_kept_are_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service_kit.live.hub.DEBOUNCE_SECONDS", 0)
    hub = Hub()
    async with hub.subscribe("product/") as watch:
        assert await heard(watch) is RESYNC
        for number in range(MAX_PENDING + 1):
            hub.publish(frozenset({f"product/{number}"}))
            if number % 100 == 0:
                await asyncio.sleep(0)
        assert await heard(watch) is RESYNC


async def test_a_gap_makes_all_look_again() -> None:
    hub = Hub()
    async with hub.subscribe("product/1") as one, hub.subscribe("order/") as other:
        assert [await heard(one), await heard(other)] == [RESYNC, RESYNC]
        hub.publish(RESYNC)
        assert [await heard(one), await heard(other)] == [RESYNC, RESYNC]


async def test_a_watch_that_has_ended_leaves_nothing_behind() -> None:
    hub = Hub()
    async with hub.subscribe("product/1", "product/"):
        pass
    assert not hub._subscriptions


async def test_it_is_told_from_any_thread() -> None:
    hub = Hub()
    async with hub.subscribe("product/") as watch:
        assert await heard(watch) is RESYNC
        await asyncio.gather(*(asyncio.to_thread(hub.publish, frozenset({f"product/{n}"})) for n in range(20)))
        found: set[str] = set()
        while len(found) < 20:
            told = await heard(watch)
            assert isinstance(told, frozenset)
            assert not found & told
            found |= told


async def test_the_end_of_the_process_ends_every_watch_at_once_and_later_ones_too() -> None:
    hub = Hub()
    async with hub.subscribe("product/1") as busy, hub.subscribe("product/2") as waiting:
        assert await heard(waiting) is RESYNC
        asyncio.get_running_loop().call_soon(hub.close)
        with pytest.raises(HubClosed):
            await heard(waiting)
        with pytest.raises(HubClosed):
            await heard(busy)
    async with hub.subscribe("product/3") as late:
        with pytest.raises(HubClosed):
            await heard(late)


async def test_a_watch_that_hears_nothing_is_woken_to_compare_the_state() -> None:
    hub = Hub(recheck_seconds=0.05)
    async with hub.subscribe("product/1") as watch:
        assert await heard(watch) is RESYNC
        assert [await heard(watch) for _ in range(2)] == [RECHECK] * 2
        hub.publish(frozenset({"product/1"}))
        assert await heard(watch) == frozenset({"product/1"})


async def test_a_stalled_subscription_is_logged_and_counted_until_it_goes_on() -> None:
    def metric(name: str) -> float | None:
        return REGISTRY.get_sample_value(name, {"service": "stalling"})

    hub = Hub("stalling", stall_seconds=0.05)
    with capture_logs() as entries:
        async with hub.subscribe("product/1", "product/1/") as stuck, hub.subscribe("product/2") as idle:
            assert [await heard(stuck), await heard(idle)] == [RESYNC] * 2
            waiting = asyncio.ensure_future(heard(idle))

            async def reported() -> None:
                while not entries:  # noqa: ASYNC110 - there is no event for it
                    await asyncio.sleep(0.01)

            await asyncio.wait_for(reported(), 5)
            assert (metric("tandem_live_stalled"), metric("tandem_live_stalls_total")) == (1, 1)
            hub.publish(frozenset({"product/1", "product/2"}))
            assert await heard(stuck) == frozenset({"product/1"})
            await waiting
            hub._sweep()
            assert (metric("tandem_live_stalled"), metric("tandem_live_stalls_total")) == (0, 1)
    assert [(entry["event"], entry["topics"]) for entry in entries] == [
        ("subscription_stalled", ["product/1", "product/1/"]),
        ("subscription_recovered", ["product/1", "product/1/"]),
    ]


@pytest.fixture
def told(database: Database) -> list[frozenset[str]]:
    """What the commits of the database have told of."""
    found: list[frozenset[str]] = []
    database.on_change(found.append)
    return found


def test_a_commit_tells_what_its_transaction_said_it_changes(
    database: Database, told: Sequence[frozenset[str]]
) -> None:
    database.write(lambda session: changed(session, "basket/3", "basket/4"))
    database.write(lambda session: None)
    assert told == [frozenset({"basket/3", "basket/4"})]


def test_a_rollback_tells_nothing(database: Database, told: Sequence[frozenset[str]]) -> None:
    def fail(session: Session) -> None:
        changed(session, "basket/3")
        raise ValueError

    with pytest.raises(ValueError):
        database.write(fail)
    assert told == []


def test_an_event_tells_of_its_subject_where_it_is_recorded_and_where_it_is_applied(
    database: Database, handler: Handler, told: Sequence[frozenset[str]]
) -> None:
    event = counter_set()
    record(database, event)
    assert told == [frozenset({event.topic})]
    make_consumer(database, handler).receive(deliveries(event))
    assert told == [frozenset({event.topic})] * 2


@pytest.mark.parametrize(
    ("type_", "subject", "topic"),
    [
        ("shop.product.updated.v1", "product/17", "product/17"),
        ("shop.likes.changed.v1", "product/17", "product/17/likes"),
        ("shop.stock.reserved.v1", "order/5", "order/5/stock"),
        ("odd", "product/17", "product/17/"),
    ],
)
def test_an_event_names_its_subject_or_the_part_that_it_tells_of(type_: str, subject: str, topic: str) -> None:
    data = CounterData(name="some", value=1)
    event = new_event(source="tests", type=type_, subject=subject, version=1, data=data)
    assert event.topic == topic


async def test_a_revision_is_another_one_after_a_change_of_its_kind_and_after_a_gap() -> None:
    hub = Hub()
    before = hub.revision("product/")
    hub.publish(frozenset({"order/7", "product/1/likes"}))
    assert hub.revision("product/") == before
    hub.publish(frozenset({"product/1"}))
    changed_once = hub.revision("product/")
    hub.publish(RESYNC)
    assert len({before, changed_once, hub.revision("product/"), Hub().revision("product/")}) == 4
