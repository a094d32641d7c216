"""Ends the life of shoppers' files: each day's folder is deleted when its youngest is 30 days old.

The first file of a day sets the timer, so nothing has to run on days without files.
"""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from functions.whatsapp_media.place import folder_of
from shared.clients import s3_client
from shared.errors import DependencyError
from shared.events.whatsapp import WhatsAppMediaDue
from shared.function.decision import Emit
from shared.function.delivery import Delivery
from shared.log import log
from shared.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEPT_FOR: Final = timedelta(days=30)
"""Spec section 9."""


def expiry_of(sent_at: datetime) -> Emit:
    """Return the timer that ends the files of a message's day; the same for all of that day."""
    day = sent_at.astimezone(UTC).date()
    return Emit(
        WhatsAppMediaDue(day=day),
        day.isoformat(),
        not_before=datetime.combine(day, time(), UTC) + timedelta(days=1) + KEPT_FOR,
        timer=f"expire|{day.isoformat()}",
        key=f"expire|{day.isoformat()}",
    )


async def files_are_due(event: WhatsAppMediaDue, delivery: Delivery) -> None:
    """Delete the files of a day.

    Raises:
        DependencyError: the object store does not answer.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    _ = delivery
    try:
        count = await asyncio.to_thread(delete_day, s3_client(), event.day)
    except (BotoCoreError, ClientError) as error:
        raise DependencyError("s3") from error
    log().info("media.expired", day=event.day.isoformat(), count=count)


def delete_day(s3: "S3Client", day: date) -> int:
    """Delete a day's folder, a page at a time; return how many files it had."""
    bucket, count = settings().s3_bucket, 0
    while found := s3.list_objects_v2(Bucket=bucket, Prefix=folder_of(day)).get("Contents", []):
        for one in found:
            s3.delete_object(Bucket=bucket, Key=one.get("Key", ""))
        count += len(found)
    return count
