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


async def next_update(subscription: TopicSubscription) -> Update:
    """Return the next update, which must be pending."""
    return await asyncio.wait_for(anext(subscription), timeout=5)


async def gets_nothing(*subscriptions: TopicSubscription) -> bool:
    """Whether these subscriptions get no update after all published changes were delivered."""
    await asyncio.sleep(0)
    return not any(subscription._pending for subscription in subscriptions)


async def test_the_first_update_is_resync() -> None:
    async with Hub().subscribe("product/1") as subscription:
        assert await next_update(subscription) is RESYNC


async def test_a_subscription_gets_only_its_topics() -> None:
    hub = Hub()
    async with hub.subscribe("product/1", "order/7") as some, hub.subscribe("product/") as kind:
        assert [await next_update(some), await next_update(kind)] == [RESYNC, RESYNC]
        hub.publish(frozenset({"product/1", "product/12", "order/71", "order/7", "products", "product/1/likes"}))
        assert await next_update(some) == frozenset({"product/1", "order/7"})
        assert await next_update(kind) == frozenset({"product/1", "product/12"})
        hub.publish(frozenset({"order/8"}))
        assert await gets_nothing(some, kind)


async def test_a_subscription_can_include_the_parts_of_a_subject() -> None:
    hub = Hub()
    async with (
        hub.subscribe("product/1") as whole,
        hub.subscribe("product/1/") as parts,
        hub.subscribe("product/1/likes") as part,
    ):
        assert [await next_update(subscription) for subscription in (whole, parts, part)] == [RESYNC] * 3
        hub.publish(frozenset({"product/1/likes", "product/1/stock", "product/2/likes"}))
        assert await next_update(parts) == frozenset({"product/1/likes", "product/1/stock"})
        assert await next_update(part) == frozenset({"product/1/likes"})
        assert await gets_nothing(whole)


async def test_changes_during_processing_are_delivered_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service_kit.live.hub.DEBOUNCE_SECONDS", 0)
    hub = Hub()
    async with hub.subscribe("product/") as subscription:
        assert await next_update(subscription) is RESYNC
        for number in (1, 2, 1, 3, 1):
            hub.publish(frozenset({f"product/{number}"}))
            await asyncio.sleep(0)
        assert await next_update(subscription) == frozenset({"product/1", "product/2", "product/3"})
        assert await gets_nothing(subscription)


async def test_deliveries_are_immediate_and_then_debounced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service_kit.live.hub.DEBOUNCE_SECONDS", 3600)
    hub = Hub()
    async with hub.subscribe("product/") as subscription:
        assert await next_update(subscription) is RESYNC
        hub.publish(frozenset({"product/1"}))
        assert await next_update(subscription) == frozenset({"product/1"})
        hub.publish(frozenset({"product/2"}))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(subscription), timeout=0.1)
        hub.publish(frozenset({"product/3"}))
        hub._deliver()  # as the clock would, in an hour
        assert await next_update(subscription) == frozenset({"product/2", "product/3"})


async def test_changes_without_subscribers_cause_no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service_kit.live.hub.DEBOUNCE_SECONDS", 3600)
    hub = Hub()
    async with hub.subscribe("product/") as subscription:
        assert await next_update(subscription) is RESYNC
        hub.publish(frozenset({"user/1"}))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        hub.publish(frozenset({"product/1"}))
        assert await next_update(subscription) == frozenset({"product/1"})


async def test_too_many_subjects_become_resync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service_kit.live.hub.DEBOUNCE_SECONDS", 0)
    hub = Hub()
    async with hub.subscribe("product/") as subscription:
        assert await next_update(subscription) is RESYNC
        for number in range(MAX_PENDING + 1):
            hub.publish(frozenset({f"product/{number}"}))
            if number % 100 == 0:
                await asyncio.sleep(0)
        assert await next_update(subscription) is RESYNC


async def test_resync_reaches_every_subscription() -> None:
    hub = Hub()
    async with hub.subscribe("product/1") as one, hub.subscribe("order/") as other:
        assert [await next_update(one), await next_update(other)] == [RESYNC, RESYNC]
        hub.publish(RESYNC)
        assert [await next_update(one), await next_update(other)] == [RESYNC, RESYNC]


async def test_an_ended_subscription_is_removed() -> None:
    hub = Hub()
    async with hub.subscribe("product/1", "product/"):
        pass
    assert not hub._subscriptions


async def test_publish_is_thread_safe() -> None:
    hub = Hub()
    async with hub.subscribe("product/") as subscription:
        assert await next_update(subscription) is RESYNC
        await asyncio.gather(*(asyncio.to_thread(hub.publish, frozenset({f"product/{n}"})) for n in range(20)))
        found: set[str] = set()
        while len(found) < 20:
            changes = await next_update(subscription)
            assert isinstance(changes, frozenset)
            assert not found & changes
            found |= changes


async def test_close_ends_current_and_future_subscriptions() -> None:
    hub = Hub()
    async with hub.subscribe("product/1") as busy, hub.subscribe("product/2") as waiting:
        assert await next_update(waiting) is RESYNC
        asyncio.get_running_loop().call_soon(hub.close)
        with pytest.raises(HubClosed):
            await next_update(waiting)
        with pytest.raises(HubClosed):
            await next_update(busy)
    async with hub.subscribe("product/3") as late:
        with pytest.raises(HubClosed):
            await next_update(late)


async def test_an_idle_subscription_gets_recheck() -> None:
    hub = Hub(recheck_seconds=0.05)
    async with hub.subscribe("product/1") as subscription:
        assert await next_update(subscription) is RESYNC
        assert [await next_update(subscription) for _ in range(2)] == [RECHECK] * 2
        hub.publish(frozenset({"product/1"}))
        assert await next_update(subscription) == frozenset({"product/1"})


async def test_a_stalled_subscription_is_logged_and_counted() -> None:
    def metric(name: str) -> float | None:
        return REGISTRY.get_sample_value(name, {"service": "stalling"})

    hub = Hub("stalling", stall_seconds=0.05)
    with capture_logs() as entries:
        async with hub.subscribe("product/1", "product/1/") as stuck, hub.subscribe("product/2") as idle:
            assert [await next_update(stuck), await next_update(idle)] == [RESYNC] * 2
            waiting = asyncio.ensure_future(next_update(idle))

            async def reported() -> None:
                while not entries:  # noqa: ASYNC110 - there is no event for it
                    await asyncio.sleep(0.01)

            await asyncio.wait_for(reported(), 5)
            assert (metric("tandem_live_stalled"), metric("tandem_live_stalls_total")) == (1, 1)
            hub.publish(frozenset({"product/1", "product/2"}))
            assert await next_update(stuck) == frozenset({"product/1"})
            await waiting
            hub._sweep()
            assert (metric("tandem_live_stalled"), metric("tandem_live_stalls_total")) == (0, 1)
    assert [(entry["event"], entry["topics"]) for entry in entries] == [
        ("subscription_stalled", ["product/1", "product/1/"]),
        ("subscription_recovered", ["product/1", "product/1/"]),
    ]


@pytest.fixture
def changes(database: Database) -> list[frozenset[str]]:
    """The changes published by commits of the database."""
    found: list[frozenset[str]] = []
    database.on_change(found.append)
    return found


def test_a_commit_publishes_the_marked_subjects(database: Database, changes: Sequence[frozenset[str]]) -> None:
    database.write(lambda session: changed(session, "basket/3", "basket/4"))
    database.write(lambda session: None)
    assert changes == [frozenset({"basket/3", "basket/4"})]


def test_a_rollback_publishes_nothing(database: Database, changes: Sequence[frozenset[str]]) -> None:
    def fail(session: Session) -> None:
        changed(session, "basket/3")
        raise ValueError

    with pytest.raises(ValueError):
        database.write(fail)
    assert changes == []


def test_recording_and_applying_an_event_publish_its_topic(
    database: Database, handler: Handler, changes: Sequence[frozenset[str]]
) -> None:
    event = counter_set()
    record(database, event)
    assert changes == [frozenset({event.topic})]
    make_consumer(database, handler).receive(deliveries(event))
    assert changes == [frozenset({event.topic})] * 2


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
