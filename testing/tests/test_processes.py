"""Tests of `Process`: start, wait, kill, and cleanup."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import httpx
import psutil
import pytest

from testing.ports import free_port
from testing.processes import Process, ProcessFailed
from testing.waiting import eventually

ROOT = Path(__file__).parents[2]


def web_server(logs: Path) -> Process:
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    return Process("web", command, ready=f"http://127.0.0.1:{port}/", logs=logs, cwd=logs)


def script(logs: Path, body: str) -> Process:
    return Process("script", [sys.executable, "-uc", textwrap.dedent(body)], logs=logs)


def is_gone(pid: int) -> None:
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_is_ready_when_its_page_answers_and_comes_back_after_a_kill(tmp_path: Path) -> None:
    with web_server(tmp_path) as server:
        assert httpx.get(str(server.ready)).status_code == 200
        first = server.pid
        server.kill()
        assert server.exit_code == -signal.SIGKILL
        with pytest.raises(httpx.ConnectError):
            httpx.get(str(server.ready))
        server.restart()
        assert server.pid != first
        assert httpx.get(str(server.ready)).status_code == 200
    assert not server.is_running


def test_a_program_that_ends_too_early_is_reported_with_its_log(tmp_path: Path) -> None:
    with pytest.raises(ProcessFailed, match=r"(?s)ended with 3 before it was ready.*no database"):
        Process(
            "broken",
            [sys.executable, "-c", "print('no database'); raise SystemExit(3)"],
            ready=lambda: False,
            logs=tmp_path,
        ).start()


def test_a_program_that_is_not_ready_in_time_is_reported_with_its_log(tmp_path: Path) -> None:
    program = Process(
        "slow",
        [sys.executable, "-uc", "import time; print('loading'); time.sleep(60)"],
        ready="http://127.0.0.1:1/",
        ready_within=1,
        logs=tmp_path,
    )
    with pytest.raises(ProcessFailed, match=r"(?s)not ready within 1 s.*loading"):
        program.start()
    program.close()


def test_terminate_lets_the_program_finish_and_gives_its_exit_code(tmp_path: Path) -> None:
    program = script(
        tmp_path,
        """
        import signal, sys, time
        signal.signal(signal.SIGTERM, lambda *_: (print("drained"), sys.exit(7)))
        print("up")
        time.sleep(60)
        """,
    )
    program.start()
    eventually(lambda: assert_logged(program, "up"))
    assert program.terminate() == 7
    assert_logged(program, "drained")


def test_a_program_that_ignores_terminate_is_killed_and_reported(tmp_path: Path) -> None:
    program = script(
        tmp_path,
        """
        import signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("up")
        time.sleep(60)
        """,
    )
    program.start()
    eventually(lambda: assert_logged(program, "up"))
    with pytest.raises(ProcessFailed, match=r"did not end within 0\.2 s"):
        program.terminate(timeout=0.2)
    assert not program.is_running


def test_killing_a_crashed_program_is_an_error(tmp_path: Path) -> None:
    program = script(tmp_path, "raise SystemExit('crashed')")
    program.start()
    eventually(lambda: assert_ended(program))
    with pytest.raises(ProcessFailed, match=r"(?s)had ended with 1.*crashed"):
        program.kill()


def test_a_paused_program_does_nothing_until_it_is_resumed(tmp_path: Path) -> None:
    with web_server(tmp_path) as server:
        server.pause()
        with pytest.raises(httpx.TimeoutException):
            httpx.get(str(server.ready), timeout=0.3)
        server.resume()
        assert httpx.get(str(server.ready)).status_code == 200


@pytest.mark.parametrize(("inherit", "expected"), [(True, "1 2"), (False, "None 2")])
def test_its_environment_is_added_to_ours_or_replaces_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inherit: bool, expected: str
) -> None:
    monkeypatch.setenv("OURS", "1")
    show = [sys.executable, "-c", "import os; print(os.getenv('OURS'), os.getenv('THEIRS'))"]
    program = Process("env", show, env={"THEIRS": "2"}, inherit_env=inherit, logs=tmp_path)
    program.start()
    eventually(lambda: assert_ended(program))
    assert program.log_tail() == expected


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_programs_and_directories_are_removed_however_the_tests_end(tmp_path: Path, how: signal.Signals) -> None:
    body = f"""
        import signal, sys, tempfile, time
        from pathlib import Path
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
        from testing.processes import Process
        from testing.reaper import reaper
        child = "import subprocess; p = subprocess.Popen(['sleep', '300']); print(p.pid, flush=True); p.wait()"
        program = Process("child", [sys.executable, "-c", child], logs=Path({str(tmp_path)!r}))
        program.start()
        directory = tempfile.mkdtemp(dir={str(tmp_path)!r})
        reaper().remove_at_end(Path(directory))
        while not program.log_tail():
            time.sleep(0.01)
        print(program.pid, program.log_tail(), directory, flush=True)
        time.sleep(300)
        """
    tests = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(body)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert tests.stdout is not None
    program, grandchild, directory = tests.stdout.readline().split()
    assert psutil.pid_exists(int(grandchild))
    tests.send_signal(how)
    tests.communicate(timeout=20)
    eventually(lambda: is_gone(int(program)))
    eventually(lambda: is_gone(int(grandchild)))
    eventually(lambda: assert_removed(Path(directory)))


def assert_logged(program: Process, line: str) -> None:
    assert line in program.log_tail().splitlines()


def assert_ended(program: Process) -> None:
    assert program.exit_code is not None


def assert_removed(directory: Path) -> None:
    assert not directory.exists()
