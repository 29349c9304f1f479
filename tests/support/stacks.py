"""What a shop stands on: two databases, and what carries the events between them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from testing.proxy import TcpProxy
from testing.servers import AnyMariaDB, AnyRabbitMQ

EMBEDDED = "sqlite+direct"
SERVERS = "mariadb+rabbitmq"
APART = "mariadb+mariadb+rabbitmq"
"""As SERVERS, but each service has a MariaDB of its own, which can be away alone."""


@dataclass(frozen=True)
class Stack:
    """The databases of both services, and the broker; without one the services POST to each other."""

    name: str
    admin_database: str
    main_database: str
    broker: str | None = None

    @property
    def direct(self) -> bool:
        """Whether events go straight to the peer."""
        return self.broker is None

    def through(self, proxy: TcpProxy) -> "Stack":
        """The same, but for the way to the broker."""
        assert self.broker is not None
        netloc = f"guest:guest@127.0.0.1:{proxy.port}"
        return replace(self, broker=urlsplit(self.broker)._replace(netloc=netloc).geturl())


ON_EMBEDDED = pytest.mark.parametrize("shop", [EMBEDDED], indirect=True)
"""For tests of what the transport has no part in."""
ON_SERVERS = pytest.mark.parametrize("shop", [SERVERS], indirect=True)
"""For tests of what shows best where a broker and a real server stand between the processes."""

NewStack = Callable[[str], Stack]
"""Makes a stack of this name."""


def embedded_stack(folder: Path) -> Stack:
    """SQLite files in `folder`, no broker."""
    return Stack(EMBEDDED, f"sqlite:///{folder / 'admin.db'}", f"sqlite:///{folder / 'main.db'}")


@contextmanager
def server_stack(
    mariadb: AnyMariaDB, rabbitmq: AnyRabbitMQ, main_mariadb: AnyMariaDB | None = None
) -> Iterator[Stack]:
    """Fresh databases on MariaDB, main_service's on its own one if there is one, and a fresh virtual host."""
    with ExitStack() as fresh:
        admin = fresh.enter_context(mariadb.fresh_database())
        main = fresh.enter_context((main_mariadb or mariadb).fresh_database())
        name = APART if main_mariadb else SERVERS
        yield Stack(name, admin, main, fresh.enter_context(rabbitmq.fresh_vhost()))
