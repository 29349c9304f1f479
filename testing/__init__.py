"""What tests stand on: private servers that may be killed, a faulty network, services as processes."""

import pytest

pytest.register_assert_rewrite("testing.api", "testing.checks")
