"""The live hub delivers changes to the subscriptions of their topics."""

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
    """Return the next update, which must be pending."""
    return await asyncio.wait_for(anext(watch), timeout=5)


async def silent(*watches: TopicSubscription) -> bool:
    """Whether these subscriptions get no update after all published changes were delivered."""
    await asyncio.sleep(0)
    return not any(watch._pending for watch in watches)


async def test_the_first_update_is_resync() -> None:
    async with Hub().subscribe("product/1") as watch:
        assert await heard(watch) is RESYNC


async def test_a_subscription_gets_only_its_topics() -> None:
    hub = Hub()
    async with hub.subscribe("product/1", "order/7") as some, hub.subscribe("product/") as kind:
        assert [await heard(some), await heard(kind)] == [RESYNC, RESYNC]
        hub.publish(frozenset({"product/1", "product/12", "order/71", "order/7", "products", "product/1/likes"}))
        assert await heard(some) == frozenset({"product/1", "order/7"})
        assert await heard(kind) == frozenset({"product/1", "product/12"})
        hub.publish(frozenset({"order/8"}))
        assert await silent(some, kind)


async def test_a_subscription_can_include_the_parts_of_a_subject() -> None:
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


async def test_changes_during_processing_are_delivered_together(
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


async def test_deliveries_are_immediate_and_then_debounced(
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


async def test_changes_without_subscribers_cause_no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service_kit.live.hub.DEBOUNCE_SECONDS", 3600)
    hub = Hub()
    async with hub.subscribe("product/") as watch:
        assert await heard(watch) is RESYNC
        hub.publish(frozenset({"user/1"}))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        hub.publish(frozenset({"product/1"}))
        assert await heard(watch) == frozenset({"product/1"})


async def test_too_many_subjects_become_resync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service_kit.live.hub.DEBOUNCE_SECONDS", 0)
    hub = Hub()
    async with hub.subscribe("product/") as watch:
        assert await heard(watch) is RESYNC
        for number in range(MAX_PENDING + 1):
            hub.publish(frozenset({f"product/{number}"}))
            if number % 100 == 0:
                await asyncio.sleep(0)
        assert await heard(watch) is RESYNC


async def test_resync_reaches_every_subscription() -> None:
    hub = Hub()
    async with hub.subscribe("product/1") as one, hub.subscribe("order/") as other:
        assert [await heard(one), await heard(other)] == [RESYNC, RESYNC]
        hub.publish(RESYNC)
        assert [await heard(one), await heard(other)] == [RESYNC, RESYNC]


async def test_an_ended_subscription_is_removed() -> None:
    hub = Hub()
    async with hub.subscribe("product/1", "product/"):
        pass
    assert not hub._subscriptions


async def test_publish_is_thread_safe() -> None:
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


async def test_close_ends_current_and_future_subscriptions() -> None:
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


async def test_an_idle_subscription_gets_recheck() -> None:
    hub = Hub(recheck_seconds=0.05)
    async with hub.subscribe("product/1") as watch:
        assert await heard(watch) is RESYNC
        assert [await heard(watch) for _ in range(2)] == [RECHECK] * 2
        hub.publish(frozenset({"product/1"}))
        assert await heard(watch) == frozenset({"product/1"})


async def test_a_stalled_subscription_is_logged_and_counted() -> None:
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
    """The changes published by commits of the database."""
    found: list[frozenset[str]] = []
    database.on_change(found.append)
    return found


def test_a_commit_publishes_the_marked_subjects(database: Database, told: Sequence[frozenset[str]]) -> None:
    database.write(lambda session: changed(session, "basket/3", "basket/4"))
    database.write(lambda session: None)
    assert told == [frozenset({"basket/3", "basket/4"})]


def test_a_rollback_publishes_nothing(database: Database, told: Sequence[frozenset[str]]) -> None:
    def fail(session: Session) -> None:
        changed(session, "basket/3")
        raise ValueError

    with pytest.raises(ValueError):
        database.write(fail)
    assert told == []


def test_recording_and_applying_an_event_publish_its_topic(
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
def test_the_topic_is_the_subject_or_its_part(type_: str, subject: str, topic: str) -> None:
    data = CounterData(name="some", value=1)
    event = new_event(source="tests", type=type_, subject=subject, version=1, data=data)
    assert event.topic == topic


async def test_a_change_or_a_resync_changes_the_revision() -> None:
    hub = Hub()
    before = hub.revision("product/")
    hub.publish(frozenset({"order/7", "product/1/likes"}))
    assert hub.revision("product/") == before
    hub.publish(frozenset({"product/1"}))
    changed_once = hub.revision("product/")
    hub.publish(RESYNC)
    assert len({before, changed_once, hub.revision("product/"), Hub().revision("product/")}) == 4
