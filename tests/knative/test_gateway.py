"""The door: what passes, what is stripped, what stays outside."""

import json
import socket
import time

import pytest

from knative.local.manifests import read_manifests
from knative.local.routes import RouteTable
from tests.knative.local_run import LocalRun

LIMIT = 4 * 1024 * 1024


def test_headers_of_events_and_of_the_hop_do_not_pass(platform: LocalRun) -> None:
    sent = {
        "ce-id": "forged",
        "ce-type": "wide",
        "Connection": "keep-alive, x-private",
        "x-private": "1",
        "te": "trailers",
        "x-forwarded-for": "6.6.6.6",
        "x-kept": "yes",
    }
    answer = platform.client.post(f"{platform.url}/toy/echo?a=b", headers=sent, content=b"12345")

    seen = answer.json()
    assert (seen["method"], seen["path"], seen["size"]) == ("POST", "/toy/echo", 5)
    assert not [name for name in seen["headers"] if name.startswith("ce-")]
    assert not seen["headers"].keys() & {"x-private", "te"}
    assert seen["headers"]["x-kept"] == "yes"
    assert seen["headers"]["x-forwarded-for"] == "127.0.0.1"
    assert seen["headers"]["x-forwarded-proto"] == "http"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("POST", "//"),
        ("POST", "/toy/.."),
        ("POST", "/toy/%2e%2e"),
        ("POST", "/./"),
        ("GET", "/unknown"),
        ("GET", "/toyish"),
        ("PUT", "/only-get"),
        ("GET", "/only-get/more"),
        ("GET", "/v1/things/A1"),
    ],
)
def test_what_no_route_names_is_a_404_problem(platform: LocalRun, method: str, path: str) -> None:
    status, headers, body = raw_request(platform, method, path)

    assert status == 404
    assert headers["content-type"] == "application/problem+json"
    assert json.loads(body)["title"] == "Not Found"


@pytest.mark.parametrize("path", ["/toy", "/toy/a/b", "/only-get", "/v1/things/abc"])
def test_routes_lead_to_their_function(platform: LocalRun, path: str) -> None:
    assert platform.client.get(platform.url + path).json()["path"] == path


def test_the_most_specific_route_wins() -> None:
    table = RouteTable(read_manifests([ROUTES]).routes)

    assert table.find("GET", "/a/b") == "exact"
    assert table.find("GET", "/a/c") == "long"
    assert table.find("GET", "/a/7") == "pattern"
    assert table.find("POST", "/a/c") == "writer"
    assert table.find("GET", "/other") == "short"


def test_bodies_over_the_limit_are_refused_announced_or_not(platform: LocalRun) -> None:
    def parts() -> object:
        for _ in range(5):
            yield b"x" * (LIMIT // 4)

    at_limit = platform.client.post(f"{platform.url}/toy/echo", content=b"x" * LIMIT)
    announced = platform.client.post(f"{platform.url}/toy/echo", content=b"x" * (LIMIT + 1))
    streamed = platform.client.post(f"{platform.url}/toy/echo", content=parts())  # type: ignore[arg-type]

    assert at_limit.json()["size"] == LIMIT
    assert (announced.status_code, streamed.status_code) == (413, 413)


def test_a_streamed_body_arrives_whole(platform: LocalRun) -> None:
    def parts() -> object:
        for _ in range(10):
            yield b"y" * 1000

    answer = platform.client.post(f"{platform.url}/toy/echo", content=parts())  # type: ignore[arg-type]

    assert answer.json()["size"] == 10_000


def test_events_of_a_stream_flow_at_once_and_its_end_reaches_the_function(
    platform: LocalRun,
) -> None:
    began = time.monotonic()
    with platform.client.stream("GET", f"{platform.url}/toy/stream") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        chunks = answer.iter_text()
        first = [next(chunks) for _ in range(3)]
    elapsed = time.monotonic() - began

    assert first == ["data: 0\n\n", "data: 1\n\n", "data: 2\n\n"]
    assert elapsed < 8, "the whole stream takes ten seconds"
    platform.eventually(lambda: [each for each in platform.logged() if each.get("stream")])


def test_functions_reach_each_other_inside_with_their_headers(platform: LocalRun) -> None:
    environment = platform.client.get(f"{platform.url}/toy/environment").json()["environment"]
    url = environment["SERVICE_URL"].format(service="narrow")

    answer = platform.client.get(f"{url}/v1/x?y=1", headers={"ce-id": "inside"})
    missing = platform.client.get(environment["SERVICE_URL"].format(service="nobody"))

    assert answer.json()["path"] == "/v1/x"
    assert answer.json()["headers"]["ce-id"] == "inside"
    assert missing.status_code == 404


def test_the_shop_is_healthy_once_it_is_open(platform: LocalRun) -> None:
    assert platform.client.get(f"{platform.url}/healthz").status_code == 200


def raw_request(run: LocalRun, method: str, path: str) -> tuple[int, dict[str, str], bytes]:
    """A request with its path as it stands: clients tidy paths up."""
    port = int(run.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        lines = [f"{method} {path} HTTP/1.1", "host: x", "connection: close", "content-length: 0"]
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *headers = head.decode().split("\r\n")
    pairs = (line.partition(": ") for line in headers)
    return int(status.split()[1]), {name.lower(): value for name, _, value in pairs}, body


def _service(name: str) -> str:
    return f"""
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {{name: {name}}}
spec: {{template: {{spec: {{containers: [{{command: [x]}}]}}}}}}"""


def _rule(function: str, kind: str, value: str, method: str = "") -> str:
    extra = f", method: {method}" if method else ""
    match = f"{{path: {{type: {kind}, value: '{value}'}}{extra}}}"
    return f"    - {{matches: [{match}], backendRefs: [{{name: {function}}}]}}\n"


ROUTES = (
    "".join(map(_service, ("short", "long", "exact", "pattern", "writer")))
    + """
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: all}
spec:
  rules:
"""
    + _rule("short", "PathPrefix", "/")
    + _rule("long", "PathPrefix", "/a")
    + _rule("writer", "PathPrefix", "/a", "POST")
    + _rule("exact", "Exact", "/a/b")
    + _rule("pattern", "RegularExpression", "/a/[0-9]+")
)
