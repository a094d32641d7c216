"""How long each function takes to load, inside the image: no cluster, no stores, no network.

Runs as text in a container of the image (`python -c`), so it uses the standard library alone.
Prints a JSON object: by function, the milliseconds of processor and of clock of each run.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

HELLO = "hello"
HELLO_SOURCE = """\
import functions_framework.aio


@functions_framework.aio.http
async def main(request):
    return "Hello"
"""
_LOAD = """\
import gc, os, sys
if sys.argv[1:]:
    gc.disable()
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
import uvicorn
config = uvicorn.Config("functions_framework.aio:create_asgi_app", factory=True, lifespan="off")
config.load_app()
config.load()
os._exit(0)
"""


def load(source: str, *words: str) -> tuple[float, float]:
    """Return the milliseconds of processor and of clock that loading a main.py takes.

    Raises:
        OSError: it failed.
    """
    environment = {**os.environ, "FUNCTION_SOURCE": source, "FUNCTION_TARGET": "main"}
    environment["FUNCTION_SIGNATURE_TYPE"] = "http"
    began = time.perf_counter()
    pid = os.posix_spawn(sys.executable, [sys.executable, "-c", _LOAD, *words], environment)
    _, status, used = os.wait4(pid, 0)
    took = time.perf_counter() - began
    if status:
        raise OSError(f"{source} ended with {status}")
    return (used.ru_utime + used.ru_stime) * 1000, took * 1000


def measure(runs: int) -> dict[str, list[tuple[float, float]]]:
    """Load everything in turns; a first round, which reads the files, is not counted."""
    folder = Path(tempfile.mkdtemp())
    (folder / "main.py").write_text(HELLO_SOURCE)
    mains = {path.parent.name: str(path) for path in sorted(Path("functions").glob("*/main.py"))}
    started = {HELLO: (str(folder / "main.py"),)}
    started |= {name: (main, "ours") for name, main in mains.items()}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in started}
    for number in range(-1, runs):
        for name, words in started.items():
            took = load(*words)
            if number >= 0:
                found[name].append(took)
    return found


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
