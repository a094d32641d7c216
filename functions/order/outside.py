"""What orders need beside the ledger: an HTTP client, documents, providers, carriers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from functions.order.providers.carrier import Carrier, ManualCarrier
from functions.order.providers.payment import PaymentProvider
from functions.order.providers.trial import NAME, TrialPayments
from shared.clients import http_client, s3_client
from shared.errors import DependencyError
from shared.settings import settings
from shared.stores.store import Store

if TYPE_CHECKING:
    import httpx


class Documents(Protocol):
    """Where receipts lie."""

    async def put(self, key: str, text: str, media_type: str) -> None:
        """Keep a document under a key, in place of an older one."""
        ...

    async def get(self, key: str) -> str | None:
        """Return a document, None if there is none."""
        ...


class S3Documents:
    """Documents in the object store."""

    async def put(self, key: str, text: str, media_type: str) -> None:
        """See `Documents.put`."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            await asyncio.to_thread(
                s3_client().put_object,
                Bucket=settings().s3_bucket,
                Key=key,
                Body=text.encode(),
                ContentType=media_type,
            )
        except (BotoCoreError, ClientError) as error:
            raise DependencyError("s3") from error

    async def get(self, key: str) -> str | None:
        """See `Documents.get`."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return await asyncio.to_thread(self._read, key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in {"NoSuchKey", "NoSuchBucket", "404"}:
                return None
            raise DependencyError("s3") from error
        except BotoCoreError as error:
            raise DependencyError("s3") from error

    def _read(self, key: str) -> str:
        found = s3_client().get_object(Bucket=settings().s3_bucket, Key=key)
        return found["Body"].read().decode()


@dataclass(frozen=True)
class Outside:
    """Made on first use; tests put their own in place."""

    http: "Callable[[], httpx.AsyncClient]" = http_client
    documents: Documents = S3Documents()  # noqa: RUF009 - holds nothing


def payment_provider(name: str, store: Store) -> PaymentProvider | None:
    """Return the payment provider with this name, None if we have no such one."""
    return TrialPayments(store, settings()) if name == NAME else None


def carrier_named(_name: str) -> Carrier:
    """Return the carrier with this name; parcels of one we are not connected to go by hand."""
    return ManualCarrier(settings())
