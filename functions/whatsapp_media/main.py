"""Fetches what shoppers send besides words, so that others need no access to WhatsApp.

In: `store.whatsapp.message.received`. Out: `store.chat.message.new`, also when the file can't be
had: the message then says why; a timer to itself that ends a day's files after 30 days. State: the
file in the object store, under a key that follows from the message; a second delivery writes the
same.
"""

import asyncio
from typing import TYPE_CHECKING, Final

from functions.whatsapp_media.expire import expiry_of, files_are_due
from functions.whatsapp_media.fetch import FetchError, File, Source
from functions.whatsapp_media.limits import largest
from functions.whatsapp_media.place import key_of
from shared.clients import http_client, s3_client
from shared.events.chat import ChatMessageNew
from shared.events.whatsapp import WhatsAppMediaDue, WhatsAppMessageReceived
from shared.function import fault
from shared.function.decision import Emit
from shared.function.delivery import Delivery
from shared.function.serving import Function, serve
from shared.log import hashed, log
from shared.models.message import MediaRef
from shared.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LONGEST_SECONDS: Final = 60
"""Fetching and storing together; longer than this the shopper is not kept waiting."""
STORE_ATTEMPTS: Final = 3


async def on_message(event: WhatsAppMessageReceived, delivery: Delivery) -> None:
    """Fetch the message's file and pass the message on."""
    media = event.message.media
    passed_on = event.message
    if media is not None:
        passed_on = passed_on.model_copy(update={"media": await _kept(media, event)})
    message = ChatMessageNew(
        address=event.address,
        profile_name=event.profile_name,
        sent_at=event.sent_at,
        message=passed_on,
    )
    key = f"{event.address.phone_number_id}|{event.message.id}"
    emits = [Emit(message, event.message.id, key=key)]
    if passed_on.media is not None and passed_on.media.key is not None:
        emits.append(expiry_of(event.sent_at))
    await delivery.publish(*emits)


async def _kept(media: MediaRef, event: WhatsAppMessageReceived) -> MediaRef:
    """Return the reference with its place in our store, or with what went wrong."""
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            return await _fetched(media, event)
    except FetchError as error:
        why = error.why
    except TimeoutError:
        why = "took too long"
    log().warning("media.failed", message=hashed(event.message.id), reason=why)
    return media.model_copy(update={"failed": why})


async def _fetched(media: MediaRef, event: WhatsAppMessageReceived) -> MediaRef:
    token = settings().whatsapp_access_token.get_secret_value()
    if not token:
        raise FetchError("WHATSAPP_ACCESS_TOKEN is not set", again=False)
    source = Source(http_client(), settings().whatsapp_api_base_url, token)
    fault.reach("before_outside")
    file = await source.fetch(media, largest(event.message.kind))
    with file.content:
        number = event.address.phone_number_id or ""
        key = key_of(number, event.message.id, event.sent_at, file.mime_type)
        await _store(s3_client(), key, file)
    fault.reach("after_outside")
    update = {"key": key, "mime_type": file.mime_type, "size_bytes": file.size_bytes}
    return media.model_copy(update=update)


async def _store(s3: "S3Client", key: str, file: File) -> None:
    from botocore.exceptions import BotoCoreError, ClientError

    for attempt in range(1, STORE_ATTEMPTS + 1):
        file.content.seek(0)
        try:
            await asyncio.to_thread(
                s3.put_object,
                Bucket=settings().s3_bucket,
                Key=key,
                Body=file.content,
                ContentType=file.mime_type,
                # A stranger's file is never to be opened as a page of ours.
                ContentDisposition="attachment",
            )
        except (BotoCoreError, ClientError) as error:
            if attempt == STORE_ATTEMPTS:
                raise FetchError(f"not stored: {type(error).__name__}", again=False) from error
            await asyncio.sleep(0.5 * attempt)
        else:
            return


def prepare() -> None:
    """Load what speaks with Meta and with the object store."""
    http_client()
    s3_client()


FUNCTION = Function(
    "whatsapp-media",
    on={WhatsAppMessageReceived: on_message, WhatsAppMediaDue: files_are_due},
    prepare=prepare,
)
main = serve(FUNCTION)
