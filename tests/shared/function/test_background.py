import asyncio

from shared.function.serving import Function
from tests.support.drive import Memory, client


async def _fails() -> None:
    raise OSError("no file")


async def _ends() -> None:
    await asyncio.sleep(0)


async def test_a_function_whose_background_failed_is_not_healthy() -> None:
    async with client(Function("counter", background=_fails, ports=Memory().ports)) as service:
        await service.get("/healthz")
        await asyncio.sleep(0)

        assert (await service.get("/healthz")).status_code == 503


async def test_a_function_whose_background_ended_well_stays_healthy() -> None:
    async with client(Function("counter", background=_ends, ports=Memory().ports)) as service:
        await service.get("/healthz")
        await asyncio.sleep(0.01)

        assert (await service.get("/healthz")).status_code == 200
