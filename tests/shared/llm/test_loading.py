"""litellm is loaded late, beside everything else, or not at all."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import shared.llm
from shared.llm.loading import Library
from shared.llm.provider import LiteLlm

MODULES = sorted(
    f"shared.llm.{path.stem}" for path in Path(shared.llm.__path__[0]).glob("[a-z]*.py")
)


def test_importing_the_package_imports_no_client() -> None:
    code = (
        f"import sys, {', '.join(MODULES)}\n"
        "print(sorted({'litellm', 'openai', 'redis', 'pymongo', 'httpx'} & set(sys.modules)))"
    )

    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "[]"


def test_loading_is_not_waited_for_and_done_once() -> None:
    go, loads = threading.Event(), list[str]()

    def load() -> str:
        go.wait(10)
        loads.append("once")
        return "the library"

    library = Library(load)
    assert not library.ready

    library.start()
    library.start()
    assert not library.ready

    go.set()
    assert library.wait(10)
    assert library.module == "the library"
    assert loads == ["once"]


def test_what_comes_first_has_a_head_start() -> None:
    began, loaded_at = time.monotonic(), list[float]()
    library = Library(lambda: loaded_at.append(time.monotonic()) or "the library")

    library.start(after_seconds=0.2)

    assert not loaded_at
    assert library.wait(10)
    assert loaded_at[0] - began >= 0.2


def test_a_library_that_can_not_be_loaded_is_never_ready(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def load() -> str:
        raise ImportError("no such thing")

    library = Library(load)

    assert not library.wait(10)
    assert not LiteLlm(library).ready
    assert capsys.readouterr().out.count("model.not_loaded") == 1


def test_litellm_is_quiet_offline_and_keeps_out_of_files(loaded: Library) -> None:
    litellm = loaded.module

    assert litellm.telemetry is False
    assert litellm.suppress_debug_info is True
    assert litellm.turn_off_message_logging is True
    assert litellm.litellm_mode == "PRODUCTION"
    assert os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] == "True"
    assert litellm.callbacks == []
    assert litellm.success_callback == []


def test_an_image_without_the_library_says_so_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def load() -> str:
        raise ModuleNotFoundError("No module named 'litellm'")

    library = Library(load)

    assert not library.wait(10)
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["event"] == "model.not_loaded"
    assert json.loads(line)["reason"] == "No module named 'litellm'"
    assert "Traceback" not in line
