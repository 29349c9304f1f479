"""Test infrastructure: private servers that tests may kill, a fault-injecting proxy, and services as processes."""

import pytest

pytest.register_assert_rewrite("testing.api", "testing.checks")
