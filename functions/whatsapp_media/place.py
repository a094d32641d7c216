"""Where a file of a shopper lies in our object store."""

import hashlib
import mimetypes
from datetime import UTC, date, datetime

FOLDER = "media/whatsapp"


def key_of(phone_number_id: str, message_id: str, sent_at: datetime, mime_type: str) -> str:
    """Return the key, always the same for the same message.

    The day comes first, so that what is past its retention is one prefix; the ids are hashed,
    since WhatsApp's contain the shopper's phone number.
    """
    digest = hashlib.sha256(f"{phone_number_id}|{message_id}".encode()).hexdigest()
    extension = mimetypes.guess_extension(mime_type.partition(";")[0].strip()) or ".bin"
    return f"{folder_of(sent_at.astimezone(UTC).date())}{digest}{extension}"


def folder_of(day: date) -> str:
    """Return what the keys of a day (UTC) begin with."""
    return f"{FOLDER}/{day.isoformat()}/"
