"""A worker that is killed by the event "deadly" and restarted each time.

The crash-loop test runs it as a program: `python -m tests.transports.deadly_worker AMQP_URL DATABASE_URL`.
"""

import os
import signal
import sys
import threading

from service_kit.db.database import Database
from service_kit.events.event import Received
from service_kit.events.transports.rabbitmq import RabbitSubscriber
from service_kit.process.worker import Loop
from sqlalchemy.orm import Session

from ..counter import CounterData, Handler, make_consumer
from .broker import QUEUE, TOPOLOGY


def handle(session: Session, received: Received[CounterData]) -> None:
    """Apply the event, or kill the process."""
    if received.data.name == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    Handler()(session, received)


def work(amqp_url: str, database_url: str) -> None:
    """Receive and retry until something ends the process."""
    applier = make_consumer(Database(database_url), handle, lease_seconds=0.2)
    Loop("retry", applier.retry_due, poll_seconds=0.05).start()
    RabbitSubscriber(amqp_url, TOPOLOGY, QUEUE, applier.receive).start()
    threading.Event().wait()


def main() -> None:
    """Keep one worker alive."""
    while True:
        child = os.fork()
        if child == 0:
            work(*sys.argv[1:])
        os.waitpid(child, 0)
        print("the worker died", flush=True)  # noqa: T201 - the test counts the deaths in the log


if __name__ == "__main__":
    main()
