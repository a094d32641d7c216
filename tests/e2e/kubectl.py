"""kubectl and helm against the cluster of KUBECONFIG."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx

Json = dict[str, Any]
SHIPPED = "agent-store"
"""The namespace that the manifests of knative/ name."""
NAMESPACE = os.environ.get("E2E_NAMESPACE", SHIPPED)
TRIES = 4
T = TypeVar("T")


def kubectl(*words: str, stdin: str | None = None, seconds: float = 300) -> str:
    """Run kubectl; return what it printed.

    Raises:
        AssertionError: it failed; carries what it said.
    """
    return _run(["kubectl", *words], stdin, seconds)


def helm(*words: str, seconds: float = 600) -> str:
    """Run helm, by default the one in the environment of the tests; insist on it."""
    return insist(lambda: helm_once(*words, seconds=seconds))


def helm_once(*words: str, seconds: float = 600) -> str:
    """Run helm where running it again would not do the same."""
    beside = Path(sys.executable).parent / "helm"
    return _run([str(beside) if beside.exists() else "helm", *words], None, seconds)


def insist(act: Callable[[], T]) -> T:
    """Do it again, as a person would, when admission webhooks give up: after two seconds."""
    for _ in range(TRIES - 1):
        try:
            return act()
        except AssertionError as error:
            if "context deadline exceeded" not in str(error):
                raise
            time.sleep(10)
    return act()


def get(kind: str, name: str = "", *words: str, namespace: str = NAMESPACE) -> Json:
    """Return an object, or a list of objects."""
    named = [name] if name else []
    return json.loads(kubectl("get", kind, *named, "-n", namespace, "-o", "json", *words))


def exists(kind: str, name: str, namespace: str = NAMESPACE) -> bool:
    """Tell whether there is such an object."""
    found = kubectl("get", kind, name, "-n", namespace, "--ignore-not-found", "-o", "name")
    return bool(found.strip())


def apply(*objects: Json) -> None:
    """Create or change objects."""
    kubectl(
        "apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects})
    )


def by_address(url: str) -> str:
    """Return a Service's URL with its address: the cluster's names may mean nothing here."""
    name, namespace, *_ = httpx.URL(url).host.split(".")
    path = "jsonpath={.spec.clusterIP}"
    return str(
        httpx.URL(url).copy_with(host=kubectl("get", "service", name, "-n", namespace, "-o", path))
    )


def into_namespace(manifests: str, namespace: str) -> str:
    """Return manifests of knative/ for another namespace than the one they name."""
    return re.sub(
        rf"\b((?:namespace|name): ){SHIPPED}$", rf"\g<1>{namespace}", manifests, flags=re.MULTILINE
    )


def pods(component: str) -> list[Json]:
    """Return the pods of one function that are not ending."""
    found = get("pods", "", "-l", f"app.kubernetes.io/component={component}")["items"]
    return [one for one in found if "deletionTimestamp" not in one["metadata"]]


def until(
    ask: Callable[[], object],
    what: str | Callable[[], str],
    *,
    seconds: float,
    pause: float = 0.5,
) -> None:
    """Ask until the answer is true."""
    deadline = time.monotonic() + seconds
    while not ask():
        if time.monotonic() > deadline:
            said = what if isinstance(what, str) else what()
            raise AssertionError(f"waited {seconds} s for: {said}")
        time.sleep(pause)


def available() -> bool:
    """Tell whether a cluster answers."""
    if shutil.which("kubectl") is None:
        return False
    command = ["kubectl", "version", "--request-timeout=30s"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _run(command: list[str], stdin: str | None, seconds: float) -> str:
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, input=stdin, timeout=seconds
    )
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done.stdout
