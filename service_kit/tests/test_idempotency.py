"""Idempotency keys: the same key returns the first answer."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from service_kit.db import idempotency
from service_kit.db.database import Database
from service_kit.db.idempotency import IdempotencyConflict, IdempotencyKey
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from .counter import Counter, at_once, values

REQUEST = {"product": 17, "quantity": 2}


class Operation:
    """An operation that counts its runs inside and outside the database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.runs = 0
        self.during: Callable[[], None] = lambda: None

    def __call__(self, key: str, request: object = None, *, operation: str = "order") -> str:
        def work(session: Session) -> str:
            wanted = REQUEST if request is None else {"request": request}
            return idempotency.once(session, operation, key, wanted, lambda: self.run(session))

        return self.database.write(work)

    def run(self, session: Session) -> str:
        self.runs += 1
        self.during()
        session.add(Counter(name=f"run-{self.runs}", value=self.runs, version=1))
        return f"answer {self.runs}"


@pytest.fixture
def operation(database: Database) -> Operation:
    return Operation(database)


def test_the_first_use_of_a_key_does_the_work(database: Database, operation: Operation) -> None:
    assert operation("k1") == "answer 1"
    assert values(database) == {"run-1": 1}


def test_the_same_key_returns_the_first_answer(database: Database, operation: Operation) -> None:
    assert [operation("k1") for _ in range(3)] == ["answer 1"] * 3
    assert values(database) == {"run-1": 1}


def test_another_key_does_the_work_again(operation: Operation) -> None:
    assert (operation("k1"), operation("k2")) == ("answer 1", "answer 2")


def test_keys_that_differ_in_case_alone_are_two(operation: Operation) -> None:
    assert (operation("key"), operation("KEY")) == ("answer 1", "answer 2")


@pytest.mark.parametrize("key", ["", "ключ 🔑", "x" * 10_000, "a\x00b"])
def test_any_text_is_a_key(operation: Operation, key: str) -> None:
    assert operation(key) == operation(key)
    assert operation.runs == 1


def test_the_same_key_of_another_operation_is_another_key(operation: Operation) -> None:
    operation("k1", operation="order")
    operation("k1", operation="like")
    assert operation.runs == 2


def test_the_same_key_with_another_request_is_a_conflict(operation: Operation) -> None:
    operation("k1", 1)
    with pytest.raises(IdempotencyConflict, match="used before with other content"):
        operation("k1", 2)
    assert operation.runs == 1


def test_the_order_of_the_requests_fields_does_not_matter(database: Database) -> None:
    for request in ({"a": 1, "b": 2}, {"b": 2, "a": 1}):
        work = lambda session, request=request: idempotency.once(session, "order", "k", request, lambda: "done")  # noqa: E731
        assert database.write(work) == "done"


def test_work_that_fails_leaves_the_key_unused(database: Database, operation: Operation) -> None:
    def fail() -> None:
        raise RuntimeError

    operation.during = fail
    with pytest.raises(RuntimeError):
        operation("k1")
    operation.during = lambda: None
    assert operation("k1") == "answer 2"
    assert values(database) == {"run-2": 2}


def test_requests_with_one_key_at_the_same_time_get_one_answer(database: Database, operation: Operation) -> None:
    answers: list[str] = []
    at_once(4, lambda: answers.append(operation("k1")))
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert len(values(database)) == 1


def test_when_the_first_of_several_requests_fails_another_does_the_work_once(
    database: Database, operation: Operation
) -> None:
    first = threading.Event()

    def fail_at_first() -> None:
        if not first.is_set():
            first.set()
            threading.Event().wait(0.3)  # long enough for the others to wait for this key
            raise RuntimeError("the first fails")

    operation.during = fail_at_first
    answers: list[str] = []

    def ask() -> None:
        try:
            answers.append(operation("k1"))
        except RuntimeError as error:
            answers.append(str(error))

    at_once(4, ask)
    assert sorted(answers)[3] == "the first fails"
    assert len(set(answers)) == 2
    assert len(values(database)) == 1


def test_purge_deletes_only_old_keys(database: Database, operation: Operation) -> None:
    operation("old")
    long_ago = datetime.now(UTC) - timedelta(days=8)
    database.write(lambda session: session.execute(update(IdempotencyKey).values(created_at=long_ago)) and None)
    operation("fresh")
    database.write(lambda session: idempotency.purge(session, older_than=timedelta(days=7)))
    count = select(func.count(col(IdempotencyKey.digest)))
    assert database.read(lambda reader: reader.execute(count).scalar()) == 1
    assert operation("fresh") == "answer 2"
    assert operation("old") == "answer 3"
