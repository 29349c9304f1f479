"""The command line of main_service."""

import sys

from service_kit.process.start import start

if __name__ == "__main__":
    sys.exit(start("main_service.app"))
