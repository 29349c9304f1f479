"""The entry point of a service's process. It imports no slow modules."""

import gc
from importlib import import_module


def start(composition_root: str) -> int:
    """Run the given command with the COMMANDS of the module `composition_root`. Returns the exit status."""
    # Imports create half a million objects and no garbage; collecting during the imports would take a fifth of the
    # startup time. The garbage collector ignores frozen objects.
    gc.disable()
    commands = import_module(composition_root).COMMANDS
    main = import_module("service_kit.process.cli").main
    gc.freeze()
    gc.enable()
    status: int = main(commands)
    return status
