"""What an operator does with a release, to its end; the last tests of a run."""

import json

import pytest

from tests.e2e.cluster_shop import RELEASE, ClusterShop
from tests.e2e.kubectl import NAMESPACE, exists, helm, kubectl, until
from tests.journeys.shoppers import WhatsAppShopper

KINDS = (
    "ksvc,triggers,sinkbindings,deployments,services,configmaps,secrets,serviceaccounts,jobs,"
    "cronjobs,poddisruptionbudgets,networkpolicies"
)


@pytest.mark.usefixtures("shop")
def test_the_charts_own_test_passes() -> None:
    said = helm("test", RELEASE, "-n", NAMESPACE, "--timeout", "5m")

    assert "Phase:          Succeeded" in said


def test_a_release_goes_back_to_what_it_was(shop: ClusterShop) -> None:
    before = deployed()
    shop.upgrade("services.cart.maxScale=7")
    assert scale_of("cart") == "7"

    helm("rollback", RELEASE, before, "-n", NAMESPACE, "--timeout", "5m")

    assert scale_of("cart") != "7"
    assert WhatsAppShopper(shop, "fashion").say("hello").text


def deployed() -> str:
    """Return the number of the release that runs; an upgrade run again counts twice."""
    return str(json.loads(helm("status", RELEASE, "-n", NAMESPACE, "-o", "json"))["version"])


def scale_of(service: str) -> str:
    path = r"{.spec.template.metadata.annotations.autoscaling\.knative\.dev/max-scale}"
    return kubectl("get", "ksvc", service, "-n", NAMESPACE, "-o", f"jsonpath={path}")


@pytest.mark.usefixtures("shop")
def test_uninstalling_leaves_nothing_of_the_release() -> None:
    assert exists("ksvc", "cart")

    helm("uninstall", RELEASE, "-n", NAMESPACE, "--wait", "--timeout", "5m")

    until(lambda: left() == [], lambda: f"nothing is left, but: {left()}", seconds=120, pause=2)


def left() -> list[str]:
    """Return what still has the release's label."""
    label = f"app.kubernetes.io/instance={RELEASE}"
    found = kubectl("get", KINDS, "-n", NAMESPACE, "-l", label, "-o", "name")
    return found.split()
