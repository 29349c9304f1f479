"""Invariant K: the count of a product equals its likes after any sequence of actions."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from main_service.app import COMMANDS
from main_service.likes.commands import like_product, republish_likes, tally, unlike_product
from main_service.likes.errors import AlreadyLiked, NotLiked
from main_service.products import queries
from main_service.products.errors import ProductNotFound
from service_kit.db.database import Database
from service_kit.process.service import Service
from sqlalchemy import text
from sqlalchemy.orm import Session

from testing.effort import chosen_seed, effort
from testing.events import event, receive
from testing.one_service import Stage
from testing.rows import clear, outbox_events

USERS, PRODUCTS = st.integers(1, 3), st.integers(1, 3)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service on SQLite that is emptied before each example."""
    stage = Stage(COMMANDS, f"sqlite:///{tmp_path_factory.mktemp('likes') / 'main.db'}")
    yield stage.service
    stage.service.database.dispose()


class Likes(RuleBasedStateMachine):
    """Users like and unlike products that are created, changed and deleted, while tallies and resyncs run."""

    service: Service

    @property
    def database(self) -> Database:
        """The service's database."""
        return self.service.database

    @initialize()
    def empty(self) -> None:
        """Starts with three products without likes."""
        clear(self.database.engine)
        self.likes: set[tuple[int, int]] = set()
        self.version = 1
        self.alive = {1, 2, 3}
        for product_id in self.alive:
            self._tell("created", product_id)

    @rule(user=USERS, product_id=PRODUCTS)
    def like(self, user: int, product_id: int) -> None:
        """A user likes a product."""
        expected = self._expected_error(product_id, AlreadyLiked if (user, product_id) in self.likes else None)
        self._attempt(expected, lambda session: like_product(session, user, product_id))
        if expected is None:
            self.likes.add((user, product_id))

    @rule(user=USERS, product_id=PRODUCTS)
    def unlike(self, user: int, product_id: int) -> None:
        """A user removes a like."""
        expected = self._expected_error(product_id, None if (user, product_id) in self.likes else NotLiked)
        self._attempt(expected, lambda session: unlike_product(session, user, product_id))
        self.likes.discard((user, product_id))

    @rule(product_id=PRODUCTS)
    def delete(self, product_id: int) -> None:
        """admin_service deletes a product, possibly repeatedly."""
        self._tell("deleted", product_id)
        self.alive.discard(product_id)
        self.likes = {(user, liked) for user, liked in self.likes if liked != product_id}

    @rule(product_id=PRODUCTS)
    def update(self, product_id: int) -> None:
        """admin_service changes a product, or an old change arrives after its deletion."""
        self._tell("updated", product_id)

    @rule()
    def count(self) -> None:
        """The tally runs."""
        self.database.write(tally)

    @rule()
    def resync(self) -> None:
        """All likes are counted again."""
        self.database.write(lambda session: republish_likes(session, 0))

    @invariant()
    def everybody_sees_the_likes_that_there_are(self) -> None:
        """The shown count includes likes that are not counted yet."""
        shown = {row.id: row.likes for row in self.database.read(queries.list_all)}
        liked = Counter(product_id for _, product_id in self.likes)
        assert shown == {product_id: liked[product_id] for product_id in self.alive}

    def teardown(self) -> None:
        """When nothing is uncounted, the counts, the rows and the published counts are equal."""
        self.database.write(tally)
        liked = Counter(product_id for _, product_id in self.likes)
        counted = self._counted()
        assert counted == {product_id: liked[product_id] for product_id in self.alive}
        assert Counter(row[0] for row in self._read("SELECT product_id FROM product_like")) == liked
        assert self._read("SELECT id FROM like_change") == []
        told = {event["data"]["product_id"]: event["data"]["likes"] for event in outbox_events(self.database)}
        assert {product_id: told.get(product_id, 0) for product_id in self.alive} == counted

    def _expected_error(self, product_id: int, otherwise: type[Exception] | None) -> type[Exception] | None:
        return otherwise if product_id in self.alive else ProductNotFound

    def _attempt(self, expected: type[Exception] | None, command: Callable[[Session], None]) -> None:
        with pytest.raises(expected) if expected else nullcontext():
            self.database.write(command)

    def _tell(self, what: str, product_id: int) -> None:
        self.version += 1
        told = event(f"shop.product.{what}.v1", f"product/{product_id}", self.version, id=product_id)
        receive(self.service.consumer, told)

    def _counted(self) -> dict[int, int]:
        statement = text("SELECT id, likes FROM product WHERE deleted_at IS NULL")
        return {row.id: row.likes for row in self.database.read(lambda reader: reader.execute(statement).all())}

    def _read(self, statement: str) -> list[tuple[int, ...]]:
        return [tuple(row) for row in self.database.read(lambda reader: reader.execute(text(statement)).all())]


@pytest.mark.long
@pytest.mark.timeout(effort(120, 1800))
def test_counts_equal_the_likes_after_any_sequence_of_actions(ground: Service) -> None:
    machine = type("LikesOnGround", (Likes,), {"service": ground})
    bounded = settings(max_examples=effort(20, 1000), stateful_step_count=25, deadline=None, database=None)
    run_state_machine_as_test(seed(chosen_seed())(machine), settings=bounded)
