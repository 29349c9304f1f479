"""Automatic persisted queries: a client sends the SHA-256 of a query, and the full text only if it is unknown.

https://www.apollographql.com/docs/apollo-server/performance/apq

Each process keeps its own texts in memory. If a process does not know a hash, it asks for the text, and the client
sends it. A query found by its hash is handled like one that was sent as text: limits, rights and the allowed
operation types apply.
"""

from collections import OrderedDict
from collections.abc import Callable

from service_kit.graphql.errors import PublicError
from service_kit.graphql.http import Parameters
from service_kit.process.limits import PersistedQueryLimits


class PersistedQueryError(PublicError):
    """The hash is unknown. The client should send the text. Answered with status 200, as Apollo does."""


class PersistedQueries:
    """The queries that clients registered with this process. The least recently used ones are evicted."""

    def __init__(self, is_valid: Callable[[str], bool], limits: PersistedQueryLimits) -> None:
        self._is_valid = is_valid
        self._limits = limits
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._size = 0

    def query_of(self, parameters: Parameters) -> str:
        """Return the text of the query, and register it if its hash was sent. Raises PersistedQueryError."""
        sha256, query = parameters.sha256, parameters.query
        if query is None:
            return self._find(sha256 or "")
        if sha256 is not None and self._is_valid(query):
            self._keep(sha256, query)
        return query

    def _find(self, sha256: str) -> str:
        if self._limits.count == 0:
            raise PersistedQueryError("PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED")
        if sha256 not in self._texts:
            raise PersistedQueryError("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")
        self._texts.move_to_end(sha256)
        return self._texts[sha256]

    def _keep(self, sha256: str, query: str) -> None:
        if sha256 not in self._texts:
            self._texts[sha256] = query
            self._size += _size(query)
        self._texts.move_to_end(sha256)
        while self._texts and (len(self._texts) > self._limits.count or self._size > self._limits.size):
            _, oldest = self._texts.popitem(last=False)
            self._size -= _size(oldest)


def _size(query: str) -> int:
    return len(query.encode())
