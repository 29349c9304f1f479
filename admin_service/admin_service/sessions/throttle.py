"""Slowing down who guesses passwords, without locking anybody out.

Three limits a minute: on one account from one network, on all attempts from one network that do not succeed, and
on one account from networks that it has never signed in from. An attacker uses up the last one for strangers only:
the account's owner, who comes from where they came before, has the first one to themselves. A fourth bounds
registrations. Each process counts by itself. After
https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html.
"""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass

from admin_service.sessions.errors import TooManyAttempts

WINDOW_SECONDS = 60.0


@dataclass(frozen=True)
class Limits:
    """Attempts a minute."""

    per_account_and_network: int = 5
    per_network: int = 100
    per_account_from_elsewhere: int = 20
    registrations_per_network: int = 120


class Window:
    """The latest attempts by key, at most `limit` a minute. Keys without one in the last minute are forgotten."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._times: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._times)

    def wait(self, key: Hashable) -> float:
        """For how many seconds there may be no further attempt; not above 0 where there may be one."""
        times = self._times.get(key, deque())
        return times[0] + WINDOW_SECONDS - time.monotonic() if len(times) == self._limit else 0.0

    def count(self, key: Hashable) -> None:
        """Count an attempt."""
        now = time.monotonic()
        self._times.setdefault(key, deque(maxlen=self._limit)).append(now)
        self._times.move_to_end(key)
        while next(iter(self._times.values()))[-1] < now - WINDOW_SECONDS:
            self._times.popitem(last=False)

    def take_back(self, key: Hashable) -> None:
        """Count the latest attempt no longer."""
        times = self._times.get(key)
        if times:
            times.pop()
        if not times:
            self._times.pop(key, None)

    def forget(self, key: Hashable) -> None:
        """Count none of them any longer."""
        self._times.pop(key, None)


class Throttle:
    """Counts attempts. `account` is an account's id, or a name that no account has: those are counted alike."""

    def __init__(self, limits: Limits) -> None:
        self._pair = Window(limits.per_account_and_network)
        self._network = Window(limits.per_network)
        self._elsewhere = Window(limits.per_account_from_elsewhere)
        self._registrations = Window(limits.registrations_per_network)

    def begin(self, account: int | str, network: str, *, is_known: bool) -> None:
        """Count an attempt; `is_known` where the account signed in from there before. Raises TooManyAttempts."""
        _count(self._windows(account, network, is_known))

    def undo(self, account: int | str, network: str, *, is_known: bool) -> None:
        """The password was not looked at after all, for want of time."""
        for window, key in self._windows(account, network, is_known):
            window.take_back(key)

    def succeed(self, account: int | str, network: str) -> None:
        """Forget the account's failures that went before; others of the network stay."""
        self._pair.forget((_key(account), network))
        self._network.take_back(network)

    def register(self, network: str) -> None:
        """Count a registration. Raises TooManyAttempts."""
        _count([(self._registrations, network)])

    def _windows(self, account: int | str, network: str, is_known: bool) -> list[tuple[Window, Hashable]]:
        key = _key(account)
        windows: list[tuple[Window, Hashable]] = [(self._network, network), (self._pair, (key, network))]
        return windows if is_known else [*windows, (self._elsewhere, key)]


def _count(windows: list[tuple[Window, Hashable]]) -> None:
    wait = max(window.wait(key) for window, key in windows)
    if wait > 0:
        raise TooManyAttempts(math.ceil(wait))
    for window, key in windows:
        window.count(key)


def _key(account: int | str) -> int | str:
    return account if isinstance(account, int) else account.casefold()
