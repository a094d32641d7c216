"""The yardstick: the smallest function that functions-framework serves."""

import functions_framework.aio
from starlette.requests import Request


@functions_framework.aio.http
async def main(request: Request) -> str:
    """Answer anything."""
    del request
    return "Hello"
