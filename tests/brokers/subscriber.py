"""A subscriber that answers as each event asks, and writes a line when one comes and when it ends.

The attribute `script` says how an event is answered, `buried` how its dead letter is (path
`/dead`). The same program is behind every broker; GET tells where its broker is.
"""

import json
import os
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from tests.brokers.script import Script

DEAD = "/dead"


class Notes:
    """Lines on stdout, and how often and how many at once events came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._attempts: Counter[tuple[str, str]] = Counter()
        self._inside: Counter[str] = Counter()

    def begin(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """Notes an attempt; tells its number."""
        identity = headers.get("ce-id", "")
        with self._lock:
            self._attempts[path, identity] += 1
            self._inside[path] += 1
            inside = self._inside[path]
            self._write(path=path, id=identity, headers=headers, body=body.decode(), inside=inside)
            return self._attempts[path, identity]

    def end(self, path: str, identity: str, answered: int) -> None:
        """Notes what the attempt was answered; 0 for half an answer."""
        with self._lock:
            self._inside[path] -= 1
            self._write(path=path, id=identity, answered=answered)

    def _write(self, **fields: object) -> None:
        sys.stdout.write(json.dumps({"at": time.time(), **fields}) + "\n")
        sys.stdout.flush()


NOTES = Notes()


class Subscriber(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(200, os.environ.get("K_SINK", "").encode(), {"content-type": "text/plain"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        attempt = NOTES.begin(self.path, headers, body)
        name = "ce-buried" if self.path == DEAD else "ce-script"
        script = Script.read(unquote(headers.get(name, ""))).at(attempt)
        time.sleep(script.sleep)
        identity = headers.get("ce-id", "")
        NOTES.end(self.path, identity, 0 if script.cut else script.status)
        self._play(script, identity)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass

    def _play(self, script: Script, identity: str) -> None:
        if script.cut:
            self.wfile.write(b"HTTP/1.1 2")
            self.close_connection = True
        elif script.reply:
            reply = {"ce-specversion": "1.0", "ce-id": f"{identity}-reply", "ce-source": "/reply"}
            media = {"ce-type": script.reply, "content-type": "application/json"}
            self._answer(script.status, b"{}", reply | media)
        elif script.body:
            self._answer(script.status, script.body.encode(), {"content-type": script.media})
        else:
            self._answer(script.status, b"", {})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Callers that hang up are part of the game."""


if __name__ == "__main__":
    Server((os.environ["HOST"], int(os.environ["PORT"])), Subscriber).serve_forever()
