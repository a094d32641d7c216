"""The door on this machine: an Envoy with the rendered configuration, and what it leads to."""

import json
import os
import shutil
import socket
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helm.chart import CLUSTER, render


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    def answer(self) -> None:
        """Send method, path and headers back."""
        length = int(self.headers.get("content-length", "0"))
        self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = {"method": self.command, "path": self.path, "headers": headers}
        body = json.dumps(asked).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - http.server's names

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep quiet."""


def envoy_binary() -> str:
    lab = Path(os.environ.get("KNATIVE_LAB", Path.home() / ".cache/knative-lab"))
    in_lab = lab / "envoy/envoy/_bin/envoy"
    found = shutil.which("envoy") or (str(in_lab) if in_lab.exists() else None)
    if found is None:
        pytest.skip("no envoy on PATH or in the knative-lab")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def local_config(backend: int, door: int, stats: int, admin: int) -> dict[str, Any]:
    """Return the rendered configuration, with this machine's ports."""
    config = yaml.safe_load(render(CLUSTER)["ConfigMap", "shop-door"]["data"]["envoy.yaml"])
    ports = {"door": door, "stats": stats}
    for listener in config["static_resources"]["listeners"]:
        address = listener["address"]["socket_address"]
        address |= {"address": "127.0.0.1", "port_value": ports[listener["name"]]}
    config["admin"]["address"]["socket_address"]["port_value"] = admin
    for cluster, port in zip(config["static_resources"]["clusters"], (backend, admin), strict=True):
        cluster["type"] = "STATIC"
        endpoint = cluster["load_assignment"]["endpoints"][0]["lb_endpoints"][0]["endpoint"]
        endpoint["address"]["socket_address"] = {"address": "127.0.0.1", "port_value": port}
    return config


def ask(
    method: str, url: str, body: bytes | None = None, **headers: str
) -> tuple[int, str, dict[str, Any]]:
    """Return status, content type and JSON body of an answer; 0 when nobody answers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, body, named, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.headers.get("content-type", ""), _json(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("content-type", ""), _json(error.read())
    except OSError:
        return 0, "", {}


def _json(body: bytes) -> dict[str, Any]:
    try:
        return json.loads(body)
    except ValueError:
        return {}
