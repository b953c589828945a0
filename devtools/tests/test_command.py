"""The developer's command: steps skipped when nothing changed, one sentence when something is wrong."""

import os
import select
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from devtools import postgres, processes, serving, steps
from devtools.places import ROOT
from devtools.processes import StopError
from devtools.steps import Check


def test_a_step_is_done_again_only_when_its_inputs_change(tmp_path: Path) -> None:
    done: list[str] = []
    made = tmp_path / "made"

    def work() -> None:
        done.append("once more")
        made.touch()

    for inputs in ("a", "a", "b"):
        steps.step("Step", work, inputs=inputs, made=made, stamp=tmp_path / "stamp")
    assert len(done) == 2
    made.unlink()
    steps.step("Step", work, inputs="b", made=made, stamp=tmp_path / "stamp")
    assert len(done) == 3


def test_a_step_that_stops_is_tried_again(tmp_path: Path) -> None:
    def work() -> None:
        raise StopError("The cable is out.")

    for _ in range(2):
        with pytest.raises(StopError, match="The cable is out"):
            steps.step("Step", work, inputs="a", made=tmp_path, stamp=tmp_path / "stamp")


def test_a_program_that_fails_gives_one_sentence_and_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "LOGS", tmp_path)
    with pytest.raises(StopError, match=r"Try did not succeed \(exit code 3\). Ask around.") as caught:
        processes.run([sys.executable, "-c", "print('why'); exit(3)"], "Try", hint="Ask around.")
    assert caught.value.log
    assert "why" in processes.tail(caught.value.log)


def test_a_missing_program_gives_one_sentence() -> None:
    with pytest.raises(StopError, match="The program no-such-program is missing"):
        processes.start(["no-such-program"])


def test_every_check_runs_even_when_one_fails(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise StopError("It does not hold.")

    outcomes = steps.run_checks([Check("one", fail), Check("two", lambda: None)])
    assert steps.summary(outcomes) == 1
    said = capsys.readouterr().out
    assert "✗ one" in said
    assert "✓ two" in said
    assert "1 of 2 steps hold" in said


def test_a_taken_port_gives_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StopError, match=f"Port {port} cannot be used"):
            serving.require_free(port)


def test_a_free_port_is_free() -> None:
    serving.require_free(postgres.free_port())


def test_the_command_starts_with_the_standard_library_alone() -> None:
    """A bare machine has git and python3, nothing else."""
    command = [sys.executable, "-I", "-S", "-B", str(ROOT / "dev"), "--help"]
    bare = f"import sys; sys.path[:0] = [{str(ROOT)!r}]; from devtools.commands import main; main(['--help'])"
    answer = subprocess.run([*command[:4], "-c", bare], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "serve the demo" in answer.stdout


def test_stopping_a_program_stops_what_it_started(tmp_path: Path) -> None:
    """Ctrl-C leaves nothing behind: the pipe that the grandchild holds open closes with it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    hold = f"f = open({str(pipe)!r}, 'w'); print('here', file=f, flush=True); input()"
    script = "import subprocess, sys; subprocess.Popen([sys.executable, *sys.argv[1:]], stdin=-1).wait()"
    child = processes.start([sys.executable, "-c", script, "-c", hold])
    with pipe.open() as listening:
        assert listening.readline() == "here\n"
        processes.stop(child)
        ready, _, _ = select.select([listening], [], [], 10)
        assert ready
        assert listening.readline() == ""
