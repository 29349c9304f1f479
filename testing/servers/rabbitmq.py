"""A private RabbitMQ, or one that somebody else runs."""

import json
import os
import socket
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

from testing.ports import free_port, is_listening
from testing.processes import Process
from testing.programs import program
from testing.servers.own import ExternalServer, OwnServer

_AMQP_0_9_1 = b"AMQP\x00\x00\x09\x01"
_VHOSTS_AT_ONCE = 8
_REPLACE_VHOSTS = """
[catch rabbit_vhost:delete(V, <<"tests">>) || V <- [{used}]],
[begin
    ok = rabbit_vhost:add(V, <<"tests">>),
    ok = rabbit_auth_backend_internal:set_permissions(<<"guest">>, V, <<".*">>, <<".*">>, <<".*">>, <<"tests">>)
 end || V <- [{fresh}]].
"""


@dataclass(frozen=True)
class QueueState:
    """What the broker tells about a queue."""

    name: str
    messages: int
    messages_ready: int
    messages_unacknowledged: int
    consumers: int


class RabbitMQ(OwnServer):
    """A private RabbitMQ node with a cookie, a home and a port mapper (epmd) of its own."""

    def __init__(self, name: str = "rabbitmq") -> None:
        self._epmd_port, self._distribution_port = free_port(), free_port()
        self._alarmed = False
        self._used_vhosts: list[str] = []
        self._fresh_vhosts: list[str] = []
        super().__init__(name)
        self._epmd = self._make_epmd()

    @property
    def node(self) -> str:
        """The name of the Erlang node."""
        return f"tandem_{self.port}@localhost"

    def url(self, vhost: str = "/") -> str:
        """Returns the AMQP URL of this virtual host."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}/{quote(vhost, safe='')}"

    def launch(self) -> None:
        """Starts the node and does not wait for it."""
        if not self._epmd.is_running:
            self._epmd.start()
        super().launch()

    def kill(self) -> None:
        """Ends the node at once (SIGKILL), once it has written down which quorum queues it has.

        RabbitMQ 3.10 does so half a second after a queue was declared. Killed before, it starts again with a queue
        that never finds a leader: its own fault, not the one that a test of ours is after.
        """
        if self._answers():
            self.control("eval", "[dets:sync(Table) || Table <- dets:all()].")
        super().kill()

    def close(self) -> None:
        """Kills the node and removes its data."""
        super().close()
        self._epmd.close()

    def heal(self) -> None:
        """Brings the node back to what the next test expects, whatever the last one did to it."""
        super().heal()
        if self._alarmed:
            self.memory_alarm(False)

    def create_vhost(self) -> str:
        """Returns the name of a virtual host that nobody has used."""
        if not self._fresh_vhosts:
            self._replace_vhosts()
        return self._fresh_vhosts.pop()

    @contextmanager
    def fresh_vhost(self) -> Iterator[str]:
        """Gives the URL of a virtual host that nobody has used; what is left in it is deleted later."""
        name = self.create_vhost()
        try:
            yield self.url(name)
        finally:
            self._used_vhosts.append(name)

    def memory_alarm(self, on: bool) -> None:
        """Raises the memory alarm, under which the broker reads nothing from who publishes, or clears it."""
        self._alarmed = on
        self.control("set_vm_memory_high_watermark", "0.00001" if on else "0.4")

    def list_queues(self, vhost: str = "/") -> dict[str, QueueState]:
        """Returns the queues of a virtual host by their names."""
        columns = list(QueueState.__dataclass_fields__)
        answer = self.control("list_queues", "--vhost", vhost, *columns, "--formatter", "json")
        return {row["name"]: QueueState(**row) for row in json.loads(answer)}

    def control(self, *arguments: str) -> str:
        """Runs `rabbitmqctl` on this node and returns what it prints; takes about a second."""
        command = [str(program("rabbitmqctl")), "--quiet", "--node", self.node, *arguments]
        done = subprocess.run(
            command, env=self._process.env, capture_output=True, text=True, timeout=60, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def _replace_vhosts(self) -> None:
        # One call for several, and the used ones go in the same call: the control program takes a second to start,
        # and every virtual host left makes the next start of the node slower.
        fresh = [f"test_{uuid.uuid4().hex[:12]}" for _ in range(_VHOSTS_AT_ONCE)]
        code = _REPLACE_VHOSTS.format(used=_binaries(self._used_vhosts), fresh=_binaries(fresh))
        self.control("eval", code)
        self._fresh_vhosts, self._used_vhosts = fresh, []

    def _make_process(self) -> Process:
        home = self.directory / "home"
        home.mkdir()
        (self.directory / "enabled_plugins").write_text("[].")
        # How often a quorum queue tells its counts, in milliseconds: `list_queues` would lag five seconds behind.
        (self.directory / "advanced.config").write_text("[{rabbit, [{quorum_tick_interval, 200}]}].")
        for empty in ("rabbitmq.conf", "rabbitmq-env.conf"):
            (self.directory / empty).touch()
        self._link_plugins()
        return Process(
            self.name,
            [str(program("rabbitmq-server"))],
            env=self._environment(),
            inherit_env=False,
            ready=self._answers,
            ready_within=90,
        )

    def _link_plugins(self) -> None:
        # The node searches all of its plugin directories for each of a thousand modules. With those of the core
        # alone it starts in half the time.
        installed = program("rabbitmq-server").resolve().parents[1] / "plugins"
        (self.directory / "plugins").mkdir()
        for path in installed.iterdir():
            if path.name.startswith("rabbitmq_prelaunch") or not path.name.startswith("rabbitmq_"):
                (self.directory / "plugins" / path.name).symlink_to(path)

    def _environment(self) -> dict[str, str]:
        where = str(self.directory)
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": f"{where}/home",  # Erlang writes its cookie there
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._epmd_port),
            # The schedulers do not spin while they wait: the cores are for the tests.
            "ERL_FLAGS": "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
            "ERL_CRASH_DUMP": f"{where}/erl_crash.dump",
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._distribution_port),
            "RABBITMQ_MNESIA_BASE": f"{where}/mnesia",
            "RABBITMQ_LOG_BASE": f"{where}/log",
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": f"{where}/rabbitmq.pid",
            "RABBITMQ_CONFIG_FILE": f"{where}/rabbitmq.conf",
            "RABBITMQ_ADVANCED_CONFIG_FILE": f"{where}/advanced.config",
            "RABBITMQ_CONF_ENV_FILE": f"{where}/rabbitmq-env.conf",
            "RABBITMQ_PLUGINS_DIR": f"{where}/plugins",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{where}/enabled_plugins",
            "RUNNING_UNDER_SYSTEMD": "true",  # no shell in between: the pid that we know is the node's
        }

    def _make_epmd(self) -> Process:
        # Without one of its own the node would start a daemon that survives the tests.
        command = [str(program("epmd")), "-port", str(self._epmd_port), "-address", "127.0.0.1"]
        return Process(f"{self.name}-epmd", command, ready=lambda: is_listening(self._epmd_port))

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(_AMQP_0_9_1)
                return connection.recv(1) == b"\x01"  # a method frame: connection.start
        except OSError:
            return False


class ExternalRabbitMQ(ExternalServer):
    """The broker at an URL. Its virtual host is what all tests get: nothing keeps them apart there."""

    def __init__(self, url: str) -> None:
        self._url = url

    def url(self) -> str:
        """Returns the AMQP URL."""
        return self._url

    @contextmanager
    def fresh_vhost(self) -> Iterator[str]:
        """Gives the AMQP URL of the one virtual host."""
        yield self._url


AnyRabbitMQ = RabbitMQ | ExternalRabbitMQ


def _binaries(names: list[str]) -> str:
    return ", ".join(f'<<"{name}">>' for name in names)
