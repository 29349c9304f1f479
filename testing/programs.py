"""Finds the programs that tests need."""

import os
import shutil
from pathlib import Path

# Prefer RabbitMQ's own script to Debian's wrapper, which uses the system's user and directories.
_BEFORE_PATH = ("/usr/lib/rabbitmq/bin",)
# Directories with servers that are often not on the PATH of a normal user.
_AFTER_PATH = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin", "/opt/homebrew/bin")


def find_program(*names: str) -> Path | None:
    """Return the first of these programs that is installed, or None."""
    path = os.pathsep.join([*_BEFORE_PATH, os.environ.get("PATH", os.defpath), *_AFTER_PATH])
    for name in names:
        if found := shutil.which(name, path=path):
            return Path(found)
    return None


def program(*names: str) -> Path:
    """Return the first of these programs that is installed. Raises FileNotFoundError if there is none."""
    found = find_program(*names)
    if found is None:
        raise FileNotFoundError(f"this machine has none of: {', '.join(names)}")
    return found
