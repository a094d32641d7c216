"""What the cluster's own admission refuses."""

import copy
import json

import pytest

from tests.e2e.cluster_shop import ClusterShop
from tests.e2e.kubectl import NAMESPACE, Json, get, kubectl


def trigger() -> Json:
    found = get("trigger")["items"][0]
    return {
        "apiVersion": found["apiVersion"],
        "kind": "Trigger",
        "metadata": {"name": "e2e-refused", "namespace": NAMESPACE},
        "spec": {key: found["spec"][key] for key in ("broker", "filter", "subscriber")},
    }


def without_broker(one: Json) -> None:
    del one["spec"]["broker"]


def without_subscriber(one: Json) -> None:
    del one["spec"]["subscriber"]


def with_a_bad_attribute(one: Json) -> None:
    one["spec"]["filter"]["attributes"] = {"Not-An-Attribute": "x"}


@pytest.mark.parametrize("broken", [without_broker, without_subscriber, with_a_bad_attribute])
@pytest.mark.usefixtures("shop")
def test_a_broken_trigger_is_refused(broken: object) -> None:
    assert callable(broken)
    good = trigger()
    bad = copy.deepcopy(good)
    broken(bad)

    kubectl("apply", "--dry-run=server", "-f", "-", stdin=json.dumps(good))
    with pytest.raises(AssertionError, match=r"denied the request|validation failed|invalid"):
        kubectl("apply", "--dry-run=server", "-f", "-", stdin=json.dumps(bad))


def test_a_service_scaled_to_nonsense_is_refused(shop: ClusterShop) -> None:
    with pytest.raises(AssertionError, match=r"denied the request|validation|schema"):
        shop.upgrade("services.cart.maxScale=many")
