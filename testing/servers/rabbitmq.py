"""A private RabbitMQ server, or an external one."""

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
    """The state of a queue, from the broker."""

    name: str
    messages: int
    messages_ready: int
    messages_unacknowledged: int
    consumers: int


class RabbitMQ(OwnServer):
    """A private RabbitMQ node with its own cookie, home directory and port mapper (epmd)."""

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
        """Return the AMQP URL of this virtual host."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}/{quote(vhost, safe='')}"

    def launch(self) -> None:
        """Start the node without waiting for it."""
        if not self._epmd.is_running:
            self._epmd.start()
        super().launch()

    def kill(self) -> None:
        """Kill the node (SIGKILL) after it has persisted the list of its quorum queues.

        RabbitMQ 3.10 persists the list half a second after a queue is declared. If it is killed earlier, the queue
        never elects a leader after the restart. That is a bug of RabbitMQ and not the subject of our tests.
        """
        if self._answers():
            self.control("eval", "[dets:sync(Table) || Table <- dets:all()].")
        super().kill()

    def close(self) -> None:
        """Kill the node and remove its data."""
        super().close()
        self._epmd.close()

    def heal(self) -> None:
        """Restore the node to its normal state after a test."""
        super().heal()
        if self._alarmed:
            self.memory_alarm(False)

    def create_vhost(self) -> str:
        """Return the name of an unused virtual host."""
        if not self._fresh_vhosts:
            self._replace_vhosts()
        return self._fresh_vhosts.pop()

    @contextmanager
    def fresh_vhost(self) -> Iterator[str]:
        """Return the URL of an unused virtual host. Its content is deleted later."""
        name = self.create_vhost()
        try:
            yield self.url(name)
        finally:
            self._used_vhosts.append(name)

    def memory_alarm(self, on: bool) -> None:
        """Set or clear the memory alarm. While it is set, the broker does not read from publishers."""
        self._alarmed = on
        self.control("set_vm_memory_high_watermark", "0.00001" if on else "0.4")

    def list_queues(self, vhost: str = "/") -> dict[str, QueueState]:
        """Return the queues of a virtual host by name."""
        columns = list(QueueState.__dataclass_fields__)
        answer = self.control("list_queues", "--vhost", vhost, *columns, "--formatter", "json")
        return {row["name"]: QueueState(**row) for row in json.loads(answer)}

    def control(self, *arguments: str) -> str:
        """Run `rabbitmqctl` on this node and return its output. Takes about a second."""
        command = [str(program("rabbitmqctl")), "--quiet", "--node", self.node, *arguments]
        done = subprocess.run(
            command, env=self._process.env, capture_output=True, text=True, timeout=60, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def _replace_vhosts(self) -> None:
        # Creates several virtual hosts and deletes used ones in one call, because `rabbitmqctl` takes a second to
        # start. Every remaining virtual host would slow down the next start of the node.
        fresh = [f"test_{uuid.uuid4().hex[:12]}" for _ in range(_VHOSTS_AT_ONCE)]
        code = _REPLACE_VHOSTS.format(used=_binaries(self._used_vhosts), fresh=_binaries(fresh))
        self.control("eval", code)
        self._fresh_vhosts, self._used_vhosts = fresh, []

    def _make_process(self) -> Process:
        home = self.directory / "home"
        home.mkdir()
        (self.directory / "enabled_plugins").write_text("[].")
        # The interval in which a quorum queue updates its counts, in milliseconds. The default of 5 s is too slow.
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
        # The node searches all plugin directories for each of a thousand modules. With only the core's
        # directories, it starts in half the time.
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
            "HOME": f"{where}/home",  # Erlang stores its cookie there
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_FLAGS": "-kernel inet_dist_use_interface {127,0,0,1}",
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
            "RUNNING_UNDER_SYSTEMD": "true",  # no shell in between, so the known pid is the node's
        }

    def _make_epmd(self) -> Process:
        # Without its own epmd the node would start a daemon that outlives the tests.
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
    """The external broker at a URL. All tests share its virtual host and are not isolated."""

    def __init__(self, url: str) -> None:
        self._url = url

    def url(self) -> str:
        """Return the AMQP URL."""
        return self._url

    @contextmanager
    def fresh_vhost(self) -> Iterator[str]:
        """Return the AMQP URL of the shared virtual host."""
        yield self._url


AnyRabbitMQ = RabbitMQ | ExternalRabbitMQ


def _binaries(names: list[str]) -> str:
    return ", ".join(f'<<"{name}">>' for name in names)
