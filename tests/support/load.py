"""Load: clients that change the shop over HTTP, and remember what they were told was done."""

import contextlib
import itertools
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from testing.waiting import eventually
from tests.support.clients import AdminClient, GraphQLError, MainClient
from tests.support.shop import Node, Shop

AWAY = frozenset({"UNAVAILABLE", "DATABASE_UNAVAILABLE"})
CLEAR_REASONS = ("does not answer", "is unavailable")
PAUSE_SECONDS = 0.01


class Uncertain(Exception):
    """The client was not told what became of its request: it may have been done, or not. Its text says why."""


@dataclass
class Known:
    """What a client may rely on about one product of its own.

    `titles` are those that it may have: one, unless an answer is missing. `liked` likewise says whether the
    client's visitor likes it. A product that is liked by REST is liked in the name of random users instead:
    `others` counts those likes, and `others_maybe` those that may be there besides. `seen` is set once
    main_service has shown its copy, which must not vanish from then on.
    """

    titles: set[str]
    by_rest: bool = False
    seen: bool = False
    may_be_gone: bool = False
    is_gone: bool = False
    liked: set[bool] = field(default_factory=lambda: {False})
    others: int = 0
    others_maybe: int = 0


class Client:
    """One client on a thread of its own. Nobody else changes its products, so it knows what they must be."""

    def __init__(self, name: str, admin: AdminClient, main: MainClient, seed: int) -> None:
        self.known: dict[int, Known] = {}
        self.done = 0
        self.uncertain: Counter[str] = Counter()
        self.faults: list[str] = []
        self._name = name
        self._admin = admin
        self._main = main
        self._random = random.Random(seed)
        self._numbers = itertools.count()

    def run(self, stopping: threading.Event) -> None:
        """Change things until told to stop."""
        while not stopping.wait(PAUSE_SECONDS):
            try:
                self._step()
                self.done += 1
            except Uncertain as error:
                self.uncertain[str(error)] += 1
                stopping.wait(0.1)
            except Exception as error:  # noqa: BLE001 - whatever a client meets is for the test to see
                self.faults.append(f"{self._name}: {type(error).__name__}: {error}")

    def close(self) -> None:
        """Close the connections."""
        self._admin.close()
        self._main.close()

    def _step(self) -> None:
        mine = [product_id for product_id, known in self.known.items() if not known.may_be_gone]
        if len(mine) < 3 or self._random.random() < 0.1:
            self._create()
            return
        product_id = self._random.choice(mine)
        known = self.known[product_id]
        like = self._rest_like if known.by_rest else self._like_or_unlike
        action = self._random.choices((self._edit, like, self._delete), (5, 5, 1))[0]
        action(product_id, known)

    def _create(self) -> None:
        title = self._title()
        if self._random.random() < 0.5:
            product = answered(lambda: self._admin.create(title), "CreateProductSuccess")["product"]
        else:
            product = rest_answered(lambda: self._admin.rest_create(title), 201).json()
        self.known[int(product["id"])] = Known({title}, by_rest=self._random.random() < 0.3)

    def _edit(self, product_id: int, known: Known) -> None:
        title = self._title()
        known.titles.add(title)
        if self._random.random() < 0.5:
            answered(lambda: self._admin.update(product_id, title=title), "UpdateProductSuccess")
        else:
            rest_answered(lambda: self._admin.rest_edit(product_id, title=title), 202)
        known.titles = {title}

    def _delete(self, product_id: int, known: Known) -> None:
        known.may_be_gone = True
        if self._random.random() < 0.5:
            answered(lambda: self._admin.delete(product_id), "DeleteProductSuccess")
        else:
            rest_answered(lambda: self._admin.rest_delete(product_id), 204)
        known.is_gone = True

    def _like_or_unlike(self, product_id: int, known: Known) -> None:
        wanted = True not in known.liked
        act = self._main.like if wanted else self._main.unlike
        allowed = ["LikeProductSuccess" if wanted else "UnlikeProductSuccess"]
        if wanted in known.liked:
            allowed.append("AlreadyLiked" if wanted else "NotLiked")
        before, known.liked = known.liked, {True, False}
        # Without an answer a new visitor does not learn who it is, and likes again as somebody else.
        nameless = not self._main.http.cookies
        known.others_maybe += nameless
        # While admin_service is away it may even be somebody whom it was itself before, unless it was another.
        allowed += ["AlreadyLiked"] if known.others_maybe and wanted else []
        allowed += [] if known.seen else ["ProductNotFound"]
        known.seen |= answered(lambda: act(product_id), *allowed)["__typename"] != "ProductNotFound"
        known.others_maybe -= nameless
        known.liked = {wanted} if known.seen else before

    def _rest_like(self, product_id: int, known: Known) -> None:
        known.others_maybe += 1
        answer = rest_answered(lambda: self._main.rest_like(product_id), 200, 400, *([] if known.seen else [404]))
        known.seen |= answer.status_code != 404
        known.others += answer.status_code == 200
        known.others_maybe -= 1

    def _title(self) -> str:
        return f"{self._name} {next(self._numbers)}"


class Load:
    """Several clients at work. `done` and `uncertain` count the answers so far; `faults` are those of no kind."""

    def __init__(self, shop: Shop, *, seed: int, clients: int, admins: list[Node], mains: list[Node]) -> None:
        self._shop = shop
        self._stopping = threading.Event()
        self.clients = [
            Client(
                f"client {number}",
                shop.admin_client(admins[number % len(admins)]),
                shop.main_client(mains[number % len(mains)]),
                seed + number,
            )
            for number in range(clients)
        ]
        self._threads = [
            threading.Thread(target=client.run, args=[self._stopping], daemon=True) for client in self.clients
        ]

    @property
    def done(self) -> int:
        """How many requests were answered."""
        return sum(client.done for client in self.clients)

    @property
    def uncertain(self) -> Counter[str]:
        """Why others were not, and how often: the name of the connection's error, or 503."""
        return sum((client.uncertain for client in self.clients), Counter())

    def start(self) -> None:
        """Let the clients begin."""
        for thread in self._threads:
            thread.start()

    def wait_for_more(self, requests: int) -> None:
        """Wait until so many more requests have been answered."""
        enough = self.done + requests

        def check() -> None:
            assert self.done >= enough, f"{self.done} of {enough} requests were answered"

        eventually(check, timeout=60)

    def stop(self) -> None:
        """Let every client finish what it is doing."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(30)
            assert not thread.is_alive(), "a client hangs in a request"
        for client in self.clients:
            client.close()

    def check(self) -> None:
        """Fail where a client met an error of no kind, or was told of something that is not so on both sides."""
        faults = [fault for client in self.clients for fault in client.faults]
        assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults[:10])
        titles = {row.id: row.title for row in self._shop.books.query("admin", "SELECT id, title FROM product")}
        statement = "SELECT id, title FROM product WHERE deleted_at IS NULL"
        assert titles == {row.id: row.title for row in self._shop.books.query("main", statement)}
        counted = self._shop.books.query("main", "SELECT product_id, count(*) AS n FROM product_like GROUP BY 1")
        likes = {row.product_id: row.n for row in counted}
        broken = [
            f"product {product_id} is {titles.get(product_id)!r}, {likes.get(product_id, 0)} likes: {known}"
            for client in self.clients
            for product_id, known in client.known.items()
            if not is_kept(known, titles.get(product_id), likes.get(product_id, 0))
        ]
        assert not broken, "told done, and not so:\n" + "\n".join(broken)


def is_kept(known: Known, title: str | None, likes: int) -> bool:
    """Whether what the databases hold is what the client was told."""
    if title is None:
        return known.may_be_gone
    if known.is_gone:
        return False
    least = known.others + (False not in known.liked)
    most = known.others + known.others_maybe + (True in known.liked)
    return title in known.titles and least <= likes <= most


@contextmanager
def load(
    shop: Shop, *, seed: int, clients: int = 4, admins: list[Node] | None = None, mains: list[Node] | None = None
) -> Iterator[Load]:
    """Clients at work for as long as the block lasts. The processes that they speak to may be named."""
    running = Load(shop, seed=seed, clients=clients, admins=admins or [shop.admin], mains=mains or [shop.main])
    running.start()
    try:
        yield running
    finally:
        running.stop()


def answered(ask: Callable[[], Any], *allowed: str) -> Any:
    """The answer of a mutation. Raises Uncertain where the service or what it needs is away."""
    try:
        answer = ask()
    except httpx.TimeoutException:
        raise
    except httpx.TransportError as error:
        raise Uncertain(type(error).__name__) from error
    except httpx.HTTPStatusError as error:
        if error.response.status_code == 503:
            raise Uncertain("503") from error
        raise
    except GraphQLError as error:
        if error.code in AWAY:
            raise Uncertain("503") from error
        raise
    if answer["__typename"] not in allowed:
        raise AssertionError(f"answered {answer}")
    return answer


def rest_answered(ask: Callable[[], httpx.Response], *allowed: int) -> httpx.Response:
    """The answer of a route. Raises Uncertain where the service or what it needs is away and says so."""
    try:
        answer = ask()
    except httpx.TimeoutException:
        raise
    except httpx.TransportError as error:
        raise Uncertain(type(error).__name__) from error
    if answer.status_code == 503:
        with contextlib.suppress(ValueError, KeyError):
            if any(reason in answer.json()["detail"] for reason in CLEAR_REASONS):
                raise Uncertain("503")
    if answer.status_code not in allowed:
        raise AssertionError(f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}")
    return answer
