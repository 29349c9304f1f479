"""The first thing that a service's process runs: it imports nothing that takes time."""

import gc
from importlib import import_module


def start(composition_root: str) -> int:
    """Run the command that the command line names, with the COMMANDS of this module; returns the exit status."""
    # Importing makes half a million objects and no garbage: looking for some again and again would take a fifth of
    # the start. And what is frozen is never looked at again.
    gc.disable()
    commands = import_module(composition_root).COMMANDS
    main = import_module("service_kit.process.cli").main
    gc.freeze()
    gc.enable()
    status: int = main(commands)
    return status
