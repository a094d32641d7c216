"""What a function loads before its first event, seen in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

THINKING = ("shared.llm.models", "shared.llm.provider", "litellm")


def loaded_by(function: str, *modules: str, **environment: str) -> str:
    """Return which of these modules, or of those below them, a function's `prepare` loads."""
    code = (
        "import sys\n"
        f"from functions.{function}.main import prepare\n"
        "prepare()\n"
        f"wanted = {modules!r}\n"
        "print(sorted(name for name in sys.modules if name.startswith(wanted)))"
    )
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-c", code],
        env={**bare, **environment, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
