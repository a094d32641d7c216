"""HTTP as Meta and browsers do it when a shop falters: again, and sometimes twice."""

import random
import time

import httpx

PAUSE_SECONDS = 0.3


class Stubborn(httpx.BaseTransport):
    """Repeats what was answered 5xx or not at all; now and then repeats what went well, too.

    Args:
        doubles: how often a request that was answered is made again, 0 to 1.
        patience: seconds until it gives up.
    """

    def __init__(self, doubles: float = 0.0, patience: float = 120, seed: int = 0) -> None:
        limits = httpx.Limits(max_connections=None)
        # nothing here speaks TLS, and reading the certificates takes as long as ten requests
        self._inner = httpx.HTTPTransport(limits=limits, verify=False)
        self._doubles = doubles
        self._patience = patience
        self._random = random.Random(seed)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        deadline = time.monotonic() + self._patience
        while True:
            answer = self._try(request)
            if answer is not None and answer.status_code < 500:
                break
            assert time.monotonic() < deadline, f"{request.method} {request.url}: {answer}"
            time.sleep(PAUSE_SECONDS)
        if request.method == "POST" and self._random.random() < self._doubles:
            self._try(request)
        return answer

    def close(self) -> None:
        self._inner.close()

    def _try(self, request: httpx.Request) -> httpx.Response | None:
        try:
            answer = self._inner.handle_request(request)
            answer.read()
        except httpx.TransportError:
            return None
        return answer
