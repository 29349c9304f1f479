"""Where the programs are that tests need."""

import os
import shutil
from pathlib import Path

# RabbitMQ's own script stands before Debian's wrapper, which changes to the system's user and directories.
_BEFORE_PATH = ("/usr/lib/rabbitmq/bin",)
# Servers often live outside the PATH of an ordinary user.
_AFTER_PATH = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin", "/opt/homebrew/bin")


def find_program(*names: str) -> Path | None:
    """Returns the first of these programs that this machine has."""
    path = os.pathsep.join([*_BEFORE_PATH, os.environ.get("PATH", os.defpath), *_AFTER_PATH])
    for name in names:
        if found := shutil.which(name, path=path):
            return Path(found)
    return None


def program(*names: str) -> Path:
    """Returns the first of these programs that this machine has; raises FileNotFoundError where it has none."""
    found = find_program(*names)
    if found is None:
        raise FileNotFoundError(f"this machine has none of: {', '.join(names)}")
    return found
