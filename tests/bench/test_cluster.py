from pathlib import Path
from typing import Any

import pytest

from helm.image.archive import Archive, layer_of
from tests.bench.cluster.archives import ImageSize, size_of
from tests.bench.cluster.cold import HELLO, Start, figures, order
from tests.bench.cluster.in_image import load_figures
from tests.bench.cluster.reach import behind
from tests.bench.cluster.release import is_done
from tests.bench.cluster.thinking import loaded
from tests.bench.cluster.usage import Used, cpu_seconds, read, total_mb
from tests.bench.figures import Target
from tests.e2e.kubectl import into_namespace

FUNCTIONS = ["cart", "intent", "memory", "order", "relay", "seller", "web"]


def test_a_start_is_compared_with_the_hellos_around_it() -> None:
    quiet = [Start(0, HELLO, 900), Start(0, "cart", 1200), Start(0, HELLO, 1100)]
    busy = [Start(1, HELLO, 2000), Start(1, "cart", 2400)]
    far = [Start(1, "intent", 1000), Start(1, HELLO, 2000), Start(1, HELLO, 9000)]

    found = figures([*quiet, *busy, *far], "first event", Target(1.25))

    absolute, ratio, _, other = found[1:]
    assert (absolute.p50, absolute.unit, absolute.of) == (1800, "ms", "cart")
    assert (ratio.p50, ratio.unit, ratio.met) == (1.2, "x", True)
    assert (other.p50, other.of) == (0.5, "intent")


def test_a_round_starts_every_function_once_and_a_hello_around_every_three() -> None:
    found = order(FUNCTIONS, 4)

    assert sorted(found) == sorted([*FUNCTIONS, "hello-0", "hello-1", "hello-2", "hello-3"])
    hello, three = [True], [False] * 3
    expected = [*hello, *three, *hello, *three, *hello, False, *hello]
    assert [one.startswith(HELLO) for one in found] == expected


def test_rounds_have_orders_of_their_own() -> None:
    assert order(FUNCTIONS, 1) == order(FUNCTIONS, 1)
    assert order(FUNCTIONS, 1) != order(FUNCTIONS, 2)


def test_loading_is_compared_run_by_run() -> None:
    found = load_figures({"hello": [(100, 150), (400, 500)], "cart": [(150, 200), (500, 600)]})

    values = {(one.of, one.name): one.p50 for one in found}
    assert values["cart", "processor, of hello"] == pytest.approx(1.375)
    assert values["cart", "clock"] == 400
    assert values["hello", "processor, of hello"] == 1


def test_the_size_of_an_image_is_that_of_its_layers(tmp_path: Path) -> None:
    folder, out = tmp_path / "layer", tmp_path / "image.tar"
    folder.mkdir()
    (folder / "zeros").write_bytes(bytes(100_000))
    layer, archive = layer_of(folder), Archive()
    compressed = archive.add_layer(layer) + archive.add_layer(layer)
    archive.write("dev.local/shop/functions:1", out)

    assert size_of(out) == ImageSize(compressed, 2 * len(layer))


SUMMARY = {
    "pods": [
        {
            "podRef": {"name": "cart-1", "namespace": "shop"},
            "containers": [
                {
                    "name": "function",
                    "memory": {"workingSetBytes": 50 << 20},
                    "cpu": {"usageCoreNanoSeconds": 3_000_000_000},
                },
                {"name": "queue-proxy"},
            ],
        },
        {"podRef": {"name": "other", "namespace": "elsewhere"}, "containers": [{"name": "x"}]},
    ]
}


def test_a_kubelet_tells_of_the_containers_of_our_namespace() -> None:
    used = read([SUMMARY], "shop")

    assert used == [Used("cart-1", "function", 50, 3), Used("cart-1", "queue-proxy", 0, 0)]
    assert total_mb(used, ["cart-1"]) == 50
    assert total_mb(used, ["gone"]) == 0


def test_what_a_seller_holds_is_that_of_its_function_alone() -> None:
    used = [Used("seller-1", "function", 300, 9), Used("seller-1", "queue-proxy", 99, 1)]

    (found,) = loaded([*used, Used("cart-1", "function", 50, 1)], {"seller-1"})

    assert (found.p50, found.unit, found.met) == (300, "MB", True)


def test_what_a_new_pod_has_used_counts_as_a_whole() -> None:
    before = [Used("old", "function", 1, 10), Used("ended", "function", 1, 99)]
    after = [Used("old", "function", 1, 12), Used("new", "function", 1, 0.5)]

    assert cpu_seconds(before, after, {"old", "new"}) == 2.5
    assert cpu_seconds(before, after, {"old"}) == 2


def test_a_sleeping_service_is_reached_through_the_gateway_that_wakes_it() -> None:
    services = {
        ("cart", "shop"): {"type": "ExternalName", "externalName": "inside.kourier.svc.local"},
        ("inside", "kourier"): {"clusterIP": "10.0.0.7", "ports": [{"port": 80}]},
        ("broker", "shop"): {"clusterIP": "10.0.0.8", "ports": [{"port": 8080}]},
    }

    def find(name: str, namespace: str) -> dict[str, Any]:
        return {"spec": services[name, namespace]}

    assert behind("cart.shop.svc.cluster.local", None, find) == "http://10.0.0.7:80"
    assert behind("broker.shop.svc", None, find) == "http://10.0.0.8:8080"
    assert behind("broker.shop.svc", 81, find) == "http://10.0.0.8:81"


@pytest.mark.parametrize(
    ("status", "done"),
    [
        ({"observedGeneration": 2, "conditions": [{"type": "Ready", "status": "True"}]}, True),
        ({"observedGeneration": 1, "conditions": [{"type": "Ready", "status": "True"}]}, False),
        ({"observedGeneration": 2, "conditions": [{"type": "Ready", "status": "Unknown"}]}, False),
        ({"conditions": [{"type": "Complete", "status": "True"}]}, True),
        ({}, False),
    ],
)
def test_what_is_ready_in_an_older_form_is_not_ready(
    status: dict[str, Any],
    done: bool,  # noqa: FBT001
) -> None:
    assert is_done({"metadata": {"generation": 2}, "status": status}) == done


def test_manifests_move_to_another_namespace_and_references_to_platforms_stay() -> None:
    given = "  name: agent-store\n  namespace: agent-store\n  namespace: knative-eventing\n"
    given += "    name: agent-store-x\n"

    found = into_namespace(given, "bench").split("\n")

    assert [one.strip() for one in found if one] == [
        "name: bench",
        "namespace: bench",
        "namespace: knative-eventing",
        "name: agent-store-x",
    ]
