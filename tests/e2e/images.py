"""The images of a run: the shop's two, and one with the trial stores and the imitated Meta.

`python -m tests.e2e.images` writes them as archives into dist/.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from knative.local.mongo import build_java_server

ROOT = Path(__file__).parents[2]
TAG = os.environ.get("E2E_TAG", "e2e")
FUNCTIONS = f"dev.local/agent-store/functions:{TAG}"
THINKING = f"dev.local/agent-store/thinking:{TAG}"
STANDINS = f"dev.local/agent-store/standins:{TAG}"
ARCHIVES = ("functions", "thinking", "standins")
JAVA = "openjdk-17-jre-headless"


def build_images(into: Path) -> list[Path]:
    """Write all archives; takes two minutes, less when the root file systems are there."""
    into.mkdir(parents=True, exist_ok=True)
    build_java_server()
    shop, thinking, others = (into / f"{name}.tar" for name in ARCHIVES)
    more = ("--thinking", THINKING, str(thinking))
    _archive(FUNCTIONS, shop, _rootfs(into / "rootfs.tar"), *more)
    _archive(
        STANDINS,
        others,
        _rootfs(into / "rootfs-java.tar", JAVA),
        *("--locked", "requirements/local.txt"),
        *("--also", "knative/local", "tests/e2e", "tests/bench", "tests/support"),
    )
    return [shop, thinking, others]


def _rootfs(out: Path, *packages: str) -> Path:
    if not out.exists():
        if shutil.which("mmdebstrap") is None:
            install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "mmdebstrap"]
            subprocess.run(["apt-get", "update", "-qq"], check=True)
            subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
        part = out.with_suffix(".part")
        subprocess.run([str(ROOT / "helm/image/rootfs"), str(part), *packages], check=True)
        part.rename(out)
    return out


def _archive(name: str, out: Path, rootfs: Path, *more: str) -> None:
    command = [sys.executable, "-m", "helm.image.archive", str(out)]
    command += ["--rootfs", str(rootfs), "--name", name, *more]
    subprocess.run(command, check=True, cwd=ROOT)


if __name__ == "__main__":
    print(*build_images(ROOT / "dist"))
