"""Test doubles for a transport and for a crash of the process."""

from collections.abc import Mapping, Sequence

from service_kit.events.transports.base import Message, Notify


class Died(BaseException):
    """Simulates a crash of the process: no code in the kit may catch it."""


class Recorder:
    """A publisher that records its messages; `fails` is raised after that many messages."""

    connected = True

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.refused: dict[str, str] = {}
        self.fails: BaseException | None = None
        self.fails_after = 0

    def publish(self, messages: Sequence[Message]) -> Mapping[str, str]:
        if self.fails is not None:
            self.taken.extend(messages[: self.fails_after])
            raise self.fails
        self.taken.extend(messages)
        return {key: text for key, text in self.refused.items() if key in {item.event_id for item in messages}}

    def on_connected(self, notify: Notify) -> None:
        """Do nothing: it is always available."""

    def close(self) -> None:
        """Do nothing: there is nothing to close."""

    @property
    def event_ids(self) -> list[str]:
        return [message.event_id for message in self.taken]
