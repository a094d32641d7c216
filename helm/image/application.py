"""Lay out what an image adds to Python: libraries and code, trimmed and compiled.

Both ways to an image call this: the Dockerfile, and `python -m helm.image.archive` where there is
neither a daemon nor a registry.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from helm.image.locks import beyond

ROOT = Path(__file__).parents[2]
HOME = "/app"
"""Where it lies in the image."""
CODE = ("functions", "shared")
CATALOG = ("helm/agent-store/catalog",)
STANDARD_LIBRARY = "/usr/lib/python3.11"
PLATFORM = "x86_64-manylinux_2_28"
PYTHON = "3.11"
_PYTHON = (3, 11)
LIBRARIES = Path("requirements/runtime.txt")
THINKING = Path("requirements/llm.txt")
"""What functions that think need, some of it among the libraries of all."""
S3_ONLY = frozenset({"s3", "sts"})
UNUSED = ("**/tests", "**/*.pyi", "**/*.pyx", "**/*.pxd", "**/*.c", "**/*.h", "boto3/examples")
NO_CALL_NEEDS = (
    "litellm/proxy/_experimental/out",
    "litellm/proxy/swagger",
    "litellm/rust_bridge/_native.abi3.so",
)
"""Pages of litellm's proxy, and its engine for OCR and transcriptions: 42 of its 94 MB."""


def add_libraries(root: Path, into: Path, locked: Path) -> None:
    """Install what is locked into `into`/lib, without what never runs.

    Raises:
        CalledProcessError: a hash does not match, or there is no wheel for the platform.
    """
    libraries = into / "lib"
    _install(root / locked, libraries)
    for path in (libraries / "botocore" / "data").iterdir():
        if path.is_dir() and path.name not in S3_ONLY:
            _remove(path)
    _compile(libraries, f"{HOME}/lib")


def add_thinking(root: Path, into: Path, beside: Path) -> None:
    """Install what functions that think need beside the libraries locked in `beside`.

    Raises:
        CalledProcessError: as for `add_libraries`.
        ValueError: the locks disagree.
    """
    libraries = into / "lib"
    with tempfile.TemporaryDirectory() as work:
        more = Path(work) / "thinking.txt"
        more.write_text(beyond((root / THINKING).read_text(), (root / beside).read_text()))
        _install(more, libraries)
    for name in NO_CALL_NEEDS:
        _remove(libraries / name)
    _compile(libraries, f"{HOME}/lib")


def add_code(root: Path, into: Path) -> None:
    """Copy functions, shared and the demo catalog."""
    for name in (*CODE, *CATALOG):
        leave = shutil.ignore_patterns("__pycache__", "README.md")
        shutil.copytree(root / name, into / name, ignore=leave)
    for name in CODE:
        _compile(into / name, f"{HOME}/{name}")


def add_bytecode(standard_library: Path, into: Path) -> None:
    """Compile Python's own modules into `into`, which is laid over them.

    Neither Debian's packages (compiled only when they are configured) nor distroless images bring
    bytecode, and nothing in a container may write it: each start would compile some 300 modules.
    """
    for source in standard_library.rglob("*.py"):
        copy = into / source.relative_to(standard_library)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if not source.is_symlink():
            shutil.copyfile(source, copy)
    _compile(into, STANDARD_LIBRARY)
    for copy in into.rglob("*.py"):
        copy.unlink()


def _install(locked: Path, into: Path) -> None:
    install = ["uv", "pip", "install", "-q", "--target", str(into), "--link-mode", "copy"]
    install += ["--python-version", PYTHON, "--python-platform", PLATFORM]
    install += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(locked)]
    _run(install)
    for pattern in UNUSED:
        for path in into.glob(pattern):
            _remove(path)
    for script in (into / "bin").glob("*"):  # they name the Python of this machine
        if script.read_bytes()[:2] == b"#!":
            script.unlink()
    with suppress(OSError):  # not there, or not empty
        (into / "bin").rmdir()


def _compile(path: Path, called: str) -> None:
    """Write bytecode that is never compared with its source: nothing changes in an image."""
    if sys.version_info[:2] != _PYTHON:
        raise RuntimeError(f"bytecode for Python {PYTHON} cannot be made by {sys.version}")
    command = [sys.executable, "-m", "compileall", "-q", "-j", "0"]
    command += ["--invalidation-mode", "unchecked-hash", "-s", str(path), "-p", called]
    subprocess.run([*command, str(path)], check=True)


def _run(command: list[str]) -> None:
    beside = Path(sys.executable).parent / command[0]
    program = str(beside) if beside.exists() else command[0]
    subprocess.run([program, *command[1:]], check=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()


def main() -> None:
    """Write one layer's folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("layer", choices=["libraries", "thinking", "code", "bytecode"])
    parser.add_argument("into", type=Path, help="folder that becomes /app, or Python's library")
    parser.add_argument("--locked", type=Path, default=LIBRARIES)
    parser.add_argument("--python", type=Path, help="the image's standard library")
    given = parser.parse_args()
    if given.layer == "libraries":
        add_libraries(ROOT, given.into, given.locked)
    elif given.layer == "thinking":
        add_thinking(ROOT, given.into, given.locked)
    elif given.layer == "bytecode":
        add_bytecode(given.python, given.into)
    else:
        add_code(ROOT, given.into)


if __name__ == "__main__":
    main()
