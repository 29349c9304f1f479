"""Background loops: wake-ups, failures and shutdown."""

import threading
import time

import pytest
from service_kit.errors import Unavailable
from service_kit.process import worker
from service_kit.process.worker import Loop, Worker
from structlog.testing import capture_logs

from testing.waiting import eventually

LONG = 60.0


class Step:
    """A step that counts its calls, and returns or raises configured results."""

    def __init__(self, *results: bool | Exception) -> None:
        self.results = list(results)
        self.calls = 0
        self.threads: set[str] = set()
        self.again = threading.Event()

    def __call__(self) -> bool:
        self.calls += 1
        if self.calls > 1:
            self.again.set()
        self.threads.add(threading.current_thread().name)
        result = self.results.pop(0) if self.results else False
        if isinstance(result, Exception):
            raise result
        return result


def run(step: Step, *, poll_seconds: float = LONG) -> Loop:
    loop = Loop("a loop", step, poll_seconds=poll_seconds)
    loop.start()
    return loop


def stop(loop: Loop) -> None:
    loop.request_stop()
    assert loop.join(10)


def called(step: Step, times: int) -> None:
    def check() -> None:
        assert step.calls >= times

    eventually(check)


def test_a_loop_continues_immediately_while_there_is_work() -> None:
    step = Step(True, True, True)
    loop = run(step)
    called(step, 4)
    stop(loop)
    assert step.calls == 4
    assert step.threads == {"a loop"}


def test_a_loop_without_work_waits_until_it_is_woken() -> None:
    step = Step()
    loop = run(step)
    called(step, 1)
    loop.wake()
    called(step, 2)
    stop(loop)
    assert step.calls == 2


def test_a_loop_polls_without_a_wake_up() -> None:
    step = Step()
    loop = run(step, poll_seconds=0.01)
    called(step, 5)
    stop(loop)


def test_a_wake_up_during_a_step_is_not_lost() -> None:
    in_step, go_on = threading.Event(), threading.Event()
    calls: list[int] = []

    def step() -> bool:
        calls.append(1)
        in_step.set()
        go_on.wait(10)
        return False

    loop = Loop("a loop", step, poll_seconds=LONG)
    loop.start()
    in_step.wait(10)
    loop.wake()
    go_on.set()

    def twice() -> None:
        assert len(calls) == 2

    eventually(twice)
    stop(loop)


def test_a_loop_survives_failures() -> None:
    step = Step(ValueError("once"), Unavailable("twice"), True)
    loop = run(step)
    called(step, 4)
    stop(loop)


def test_a_failing_loop_slows_down_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [worker._back_off(failures) <= 0.1 * 2 ** (failures - 1) for failures in range(1, 7)] == [True] * 6
    assert all(2.5 <= worker._back_off(1000) <= 5.0 for _ in range(50))
    monkeypatch.setattr(worker, "FIRST_BACK_OFF_SECONDS", LONG)
    monkeypatch.setattr(worker, "MAX_BACK_OFF_SECONDS", LONG)
    step = Step(ValueError("once"))
    loop = run(step, poll_seconds=0.01)
    called(step, 1)
    assert not step.again.wait(0.1)  # ten polls would fit: none of them may come
    assert step.calls == 1
    stop(loop)


def test_unexpected_failures_are_logged_each_time_and_outages_once() -> None:
    step = Step(Unavailable("the broker is away"), Unavailable("the broker is away"), ValueError("a bug"), False)
    with capture_logs() as logs:
        loop = run(step)
        called(step, 4)
        stop(loop)
    assert [entry["event"] for entry in logs] == ["loop_waiting", "loop_failed", "loop_recovered"]
    assert logs[0]["error"] == "the broker is away"
    assert str(logs[1]["exc_info"]) == "a bug"
    assert logs[2]["failures"] == 3


def test_a_failing_loop_stops_without_waiting_for_its_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "FIRST_BACK_OFF_SECONDS", LONG)
    monkeypatch.setattr(worker, "MAX_BACK_OFF_SECONDS", LONG)
    step = Step(ValueError("once"))
    loop = run(step)
    called(step, 1)
    stop(loop)


def test_retry_now_ends_the_delay_of_a_failing_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "FIRST_BACK_OFF_SECONDS", LONG)
    monkeypatch.setattr(worker, "MAX_BACK_OFF_SECONDS", LONG)
    step = Step(Unavailable("once"), Unavailable("twice"))
    loop = run(step)
    called(step, 1)
    loop.wake()  # there is work; whether it can be done is another question
    assert not step.again.wait(0.1)
    assert step.calls == 1
    loop.retry_now()
    called(step, 2)
    loop.skip_delay()
    called(step, 3)
    stop(loop)


def test_stop_waits_for_the_current_step() -> None:
    in_step, ended = threading.Event(), threading.Event()

    def step() -> bool:
        in_step.set()
        time.sleep(0.2)
        ended.set()
        return True

    both = Worker([Loop("a loop", step, poll_seconds=LONG), Loop("another", Step(), poll_seconds=LONG)])
    both.start()
    in_step.wait(10)
    both.stop(10)
    assert ended.is_set()


def test_stop_does_not_wait_forever_for_a_hanging_step() -> None:
    release = threading.Event()
    loops = Worker([Loop("stuck", lambda: release.wait(30), poll_seconds=LONG)])
    loops.start()
    with capture_logs() as logs:
        loops.stop(0.1)
    assert [(entry["event"], entry["loop"]) for entry in logs] == [("loop_did_not_stop", "stuck")]
    release.set()


def test_a_loop_that_was_never_started_is_stopped() -> None:
    Worker([Loop("a loop", Step(), poll_seconds=LONG)]).stop(0.1)
