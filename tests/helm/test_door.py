"""The door as Envoy runs it: rendered, started, asked."""

import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import ThreadingHTTPServer

import pytest
import yaml

from tests.helm.door_run import Echo, ask, envoy_binary, free_port, local_config

START_SECONDS = 20


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    binary = envoy_binary()
    backend = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=backend.serve_forever, daemon=True).start()
    port, stats = free_port(), free_port()
    file = tmp_path_factory.mktemp("door") / "envoy.yaml"
    file.write_text(yaml.safe_dump(local_config(backend.server_port, port, stats, free_port())))
    command = [binary, "-c", str(file), "--log-level", "error", "--disable-hot-restart"]
    envoy = subprocess.Popen([*command, "--concurrency", "1"])  # noqa: S603
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while ask("GET", f"{url}/healthz")[0] != 200:
            assert time.monotonic() < deadline, "the door does not open"
            time.sleep(0.1)
        yield url, f"http://127.0.0.1:{stats}"
    finally:
        envoy.terminate()
        envoy.wait(10)
        backend.shutdown()
        backend.server_close()


@pytest.mark.parametrize(
    ("method", "path", "service"),
    [
        ("GET", "/webhooks/whatsapp?hub.mode=subscribe", "whatsapp-webhook"),
        ("POST", "/webhooks/whatsapp", "whatsapp-webhook"),
        ("GET", "/v1/products/fa-1", "product-catalog"),
        ("GET", "/v1/products?brand=home", "product-catalog"),
        ("PATCH", "/v1/admin/products/fa-1", "product-catalog"),
        ("DELETE", "/v1/cart/items/X", "cart"),
        ("GET", "/v1/chat/fashion/stream", "web-chat"),
        ("POST", "/v1/admin/dead-letters/replay", "relay"),
    ],
)
def test_a_listed_method_and_path_reaches_its_service_by_its_cluster_name(
    door: tuple[str, str], method: str, path: str, service: str
) -> None:
    status, _, asked = ask(method, door[0] + path)

    assert (status, asked["method"], asked["path"]) == (200, method, path)
    assert asked["headers"]["host"] == f"{service}.store.svc.cluster.local"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/", 404),
        ("GET", "/", 404),
        ("POST", "/v1/products", 404),
        ("GET", "/v1/productsecret", 404),
        ("GET", "/webhooks/whatsapp/x", 404),
        ("GET", "/dead-letters", 404),
        ("GET", "/metrics", 404),
        ("GET", "/v1/products/../../dead-letters", 404),
        ("GET", "/v1/products/%2e%2e/%2e%2e/dead-letters", 404),
        ("GET", "/v1/products%2f..%2f..%2fdead-letters", 400),
        ("GET", "/v1/products%5c..%5cx", 400),
    ],
)
def test_nothing_else_leads_anywhere(
    door: tuple[str, str], method: str, path: str, status: int
) -> None:
    answered, content_type, problem = ask(method, door[0] + path)

    assert answered == status
    assert "headers" not in problem
    if status == 404:
        assert content_type == "application/problem+json"
        assert problem == {
            "type": "about:blank",
            "status": 404,
            "title": "There is nothing here.",
        }


def test_nobody_outside_speaks_as_the_broker_or_as_knative(door: tuple[str, str]) -> None:
    _, _, asked = ask(
        "GET",
        f"{door[0]}/v1/products",
        Ce_Id="1",
        ce_type="store.order.confirmed",
        ce_newextension="x",
        K_Proxy_Request="activator",
        Knative_Serving_Revision="x",
        Authorization="Bearer t",
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )

    headers = asked["headers"]
    assert [name for name in headers if name.startswith(("ce-", "k-", "knative-"))] == []
    assert headers["authorization"] == "Bearer t"
    assert headers["traceparent"].startswith("00-0af7651916cd43dd8448eb211c80319c")


def test_a_forged_client_address_is_not_believed(door: tuple[str, str]) -> None:
    _, _, asked = ask("GET", f"{door[0]}/v1/products", X_Forwarded_For="6.6.6.6")

    believed = asked["headers"]["x-forwarded-for"].rpartition(",")[2]
    assert believed not in {"", "6.6.6.6"}


def test_four_megabytes_are_the_most_a_body_may_have(door: tuple[str, str]) -> None:
    allowed = ask("POST", f"{door[0]}/v1/admin/imports", b"x" * 4_000_000)
    too_much = ask("POST", f"{door[0]}/v1/admin/imports", b"x" * 4_300_000)

    assert allowed[0] == 200
    assert too_much[0] in {0, 413}


def test_the_figures_of_each_service_are_there_for_prometheus(door: tuple[str, str]) -> None:
    ask("POST", f"{door[0]}/webhooks/whatsapp", b"{}")

    with urllib.request.urlopen(f"{door[1]}/stats/prometheus", timeout=10) as answer:  # noqa: S310
        figures = answer.read().decode()
    status, _, _ = ask("GET", f"{door[1]}/quitquitquit")

    labels = 'envoy_virtual_host="shop",envoy_route="whatsapp-webhook"'
    assert f"envoy_vhost_route_upstream_rq_time_bucket{{{labels}" in figures
    assert f'envoy_vhost_route_upstream_rq{{envoy_response_code="200",{labels}}}' in figures
    assert status == 404
