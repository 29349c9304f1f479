"""Limits login attempts, so that passwords cannot be guessed but accounts are not locked.

There are three limits per minute: attempts for one account from one network, failed attempts from one network,
and attempts for one account from networks that it has never signed in from. An attacker can use up only the last
limit. The owner of the account can still sign in from a known network. A fourth limit applies to registrations.
Each process counts separately.

See https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html.
"""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass

from admin_service.sessions import errors

WINDOW_SECONDS = 60.0


@dataclass(frozen=True)
class Limits:
    """The maximum numbers of attempts per minute."""

    per_account_and_network: int = 5
    per_network: int = 100
    per_account_from_elsewhere: int = 20
    registrations_per_network: int = 120


class Window:
    """Counts attempts by key, at most `limit` per minute. Drops keys without attempts in the last minute."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._times: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._times)

    def wait_seconds(self, key: Hashable) -> float:
        """Returns the seconds until the next attempt is allowed. 0 or less means now."""
        times = self._times.get(key, deque())
        return times[0] + WINDOW_SECONDS - time.monotonic() if len(times) == self._limit else 0.0

    def count(self, key: Hashable) -> None:
        now = time.monotonic()
        self._times.setdefault(key, deque(maxlen=self._limit)).append(now)
        self._times.move_to_end(key)
        while next(iter(self._times.values()))[-1] < now - WINDOW_SECONDS:
            self._times.popitem(last=False)

    def uncount(self, key: Hashable) -> None:
        """Removes the latest attempt."""
        times = self._times.get(key)
        if times:
            times.pop()
        if not times:
            self._times.pop(key, None)

    def reset(self, key: Hashable) -> None:
        """Removes all attempts."""
        self._times.pop(key, None)


class Throttle:
    """Applies the limits. `account` is an account ID, or an unknown username, which is counted the same way."""

    def __init__(self, limits: Limits) -> None:
        self._pair = Window(limits.per_account_and_network)
        self._network = Window(limits.per_network)
        self._elsewhere = Window(limits.per_account_from_elsewhere)
        self._registrations = Window(limits.registrations_per_network)

    def begin(self, account: int | str, network: str, *, is_known: bool) -> None:
        """Counts an attempt. `is_known`: the account has used this network before. Raises TooManyAttempts."""
        _count(self._windows(account, network, is_known))

    def undo(self, account: int | str, network: str, *, is_known: bool) -> None:
        """Removes an attempt whose password was not checked, because the service was too busy."""
        for window, key in self._windows(account, network, is_known):
            window.uncount(key)

    def succeed(self, account: int | str, network: str) -> None:
        """Resets the failures of the account on this network. Failures of other accounts stay."""
        self._pair.reset((_key(account), network))
        self._network.uncount(network)

    def register(self, network: str) -> None:
        """Counts a registration. Raises TooManyAttempts."""
        _count([(self._registrations, network)])

    def _windows(self, account: int | str, network: str, is_known: bool) -> list[tuple[Window, Hashable]]:
        key = _key(account)
        windows: list[tuple[Window, Hashable]] = [(self._network, network), (self._pair, (key, network))]
        return windows if is_known else [*windows, (self._elsewhere, key)]


def _count(windows: list[tuple[Window, Hashable]]) -> None:
    wait = max(window.wait_seconds(key) for window, key in windows)
    if wait > 0:
        raise errors.TooManyAttempts(math.ceil(wait))
    for window, key in windows:
        window.count(key)


def _key(account: int | str) -> int | str:
    return account if isinstance(account, int) else account.casefold()
