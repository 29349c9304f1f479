"""The commands of admin_service."""

import sys

from service_kit.cli import main

from admin_service.app import COMMANDS

if __name__ == "__main__":
    sys.exit(main(COMMANDS))
