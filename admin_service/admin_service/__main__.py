"""The command line of admin_service."""

import sys

from service_kit.process.start import start

if __name__ == "__main__":
    sys.exit(start("admin_service.app"))
