"""`make bench`: measures on this machine. Compare the ratios, since everything in one run shares the machine."""

import argparse
import shutil

from bench import live, orders, reads, sync
from bench.shop import mariadb_and_rabbitmq, sqlite_and_direct


def main() -> None:
    """Measure SQLite without a broker, then MariaDB with RabbitMQ if they are installed."""
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.parse_args()
    print("SQLite, direct")
    with sqlite_and_direct() as shop:
        print(f"  {sync.product_changes(shop)}\n  {sync.likes(shop)}")
        for wait in live.report(shop):
            print(f"  {wait}")
    if not (shutil.which("mariadbd") and shutil.which("rabbitmq-server")):
        print("MariaDB, RabbitMQ: not measured, because mariadbd or rabbitmq-server is not installed")
        return
    print("MariaDB, RabbitMQ")
    with mariadb_and_rabbitmq() as shop:
        print(f"  {sync.product_changes(shop)}\n  {sync.likes(shop)}")
        for wait in live.report(shop):
            print(f"  {wait}")
        for line in orders.report(shop):
            print(f"  {line}")
        print(f"  catching up                  {reads.fill(shop):7.0f} events/s")
        for line in reads.report(shop):
            print(f"  {line}")


if __name__ == "__main__":
    main()
