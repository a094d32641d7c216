"""What an operator does with a release, to its end; the last tests of a run."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.cluster_shop import RELEASE, ClusterShop
from tests.e2e.kubectl import (
    NAMESPACE,
    SHIPPED,
    apply,
    exists,
    helm,
    helm_once,
    insist,
    kubectl,
    until,
)
from tests.journeys.shop_run import ROOT
from tests.journeys.shoppers import WhatsAppShopper

IN_NAMESPACE = ("-n", NAMESPACE, "--timeout", "5m")
OPERATIONS = (ROOT / "docs/operations.md").read_text()
HELD = "held by a test"
CHANGES = ("services.cart.maxScale=7", "logLevel=warning")
KINDS = (
    "ksvc,triggers,sinkbindings,deployments,services,configmaps,secrets,serviceaccounts,jobs,"
    "cronjobs,poddisruptionbudgets,networkpolicies"
)


@pytest.mark.usefixtures("shop")
def test_the_charts_own_test_passes() -> None:
    said = helm("test", RELEASE, *IN_NAMESPACE)

    assert "Phase:          Succeeded" in said


def test_a_release_goes_back_to_what_it_was_after_a_failed_try(shop: ClusterShop) -> None:
    before = deployed()
    shop.upgrade(*CHANGES)
    assert scale_of("cart") == "7"
    delete(*strays())

    with no_service_changes(), pytest.raises(AssertionError, match=HELD):
        helm("rollback", RELEASE, before, *IN_NAMESPACE)
    assert strays(), "what the failed try made, or was to replace"
    insist(lambda: go_back(shop, before))

    assert scale_of("cart") != "7"
    assert strays() == []
    assert WhatsAppShopper(shop, "fashion").say("hello").text


def go_back(shop: ClusterShop, revision: str) -> str:
    """Roll back after a failed try, as docs/operations.md says."""
    shop.upgrade(*CHANGES)
    delete(*strays())
    return helm_once("rollback", RELEASE, revision, *IN_NAMESPACE)


@contextmanager
def no_service_changes() -> Generator[None, None, None]:
    """Let the API server refuse every change to a Knative Service of the run."""
    policy = json.loads((Path(__file__).parent / "held.json").read_text())
    policy[0]["spec"]["validations"][0]["message"] = HELD
    policy[1]["spec"]["matchResources"]["namespaceSelector"]["matchLabels"] = {
        "kubernetes.io/metadata.name": NAMESPACE
    }
    apply(*policy)
    try:
        until(lambda: HELD in said_to_a_change("cart"), "changes are refused", seconds=60)
        yield
    finally:
        for one in policy:
            kubectl("delete", one["kind"], one["metadata"]["name"])
        until(lambda: not said_to_a_change("cart"), "changes are possible again", seconds=60)


def said_to_a_change(service: str) -> str:
    """Return why a Service may not be changed; empty: it may."""
    words = ["annotate", "ksvc", service, "-n", NAMESPACE, "--dry-run=server", "tried=yes"]
    try:
        kubectl(*words)
    except AssertionError as error:
        return str(error)
    return ""


def strays() -> list[str]:
    """Return what docs/operations.md finds of the release that its manifest does not name."""
    [command] = re.findall(r"```sh\n(comm .*?)```", OPERATIONS, re.DOTALL)
    command = command.replace(f"-n {SHIPPED}", f"-n {NAMESPACE}")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": path},
    )
    return done.stdout.split()


def delete(*names: str) -> None:
    if names:
        kubectl("delete", *names, "-n", NAMESPACE)


def deployed() -> str:
    """Return the number of the release that runs; an upgrade run again counts twice."""
    return str(json.loads(helm("status", RELEASE, "-n", NAMESPACE, "-o", "json"))["version"])


def scale_of(service: str) -> str:
    path = r"{.spec.template.metadata.annotations.autoscaling\.knative\.dev/max-scale}"
    return kubectl("get", "ksvc", service, "-n", NAMESPACE, "-o", f"jsonpath={path}")


@pytest.mark.usefixtures("shop")
def test_uninstalling_leaves_nothing_of_the_release() -> None:
    assert exists("ksvc", "cart")

    helm("uninstall", RELEASE, "--wait", *IN_NAMESPACE)

    until(lambda: left() == [], lambda: f"nothing is left, but: {left()}", seconds=120, pause=2)


def left() -> list[str]:
    """Return what still has the release's label."""
    label = f"app.kubernetes.io/instance={RELEASE}"
    found = kubectl("get", KINDS, "-n", NAMESPACE, "-l", label, "-o", "name")
    return found.split()
