"""The only constructors of clients: made on first use, after any fork, once per process."""

from functools import cache
from typing import TYPE_CHECKING

from shared.settings import settings

if TYPE_CHECKING:
    import httpx
    import redis.asyncio
    from mypy_boto3_s3 import S3Client
    from pymongo import AsyncMongoClient

    from shared.stores.mongo import MongoStore
    from shared.stores.store import Document

MONGO_TIMEOUT_MS = 5000


@cache
def mongo_client() -> "AsyncMongoClient[Document]":
    """Return the MongoDB client; times it reads are aware, in UTC."""
    from pymongo import AsyncMongoClient

    return AsyncMongoClient(
        settings().mongodb_uri,
        tz_aware=True,
        w="majority",
        journal=True,
        serverSelectionTimeoutMS=MONGO_TIMEOUT_MS,
        socketTimeoutMS=MONGO_TIMEOUT_MS,
        connectTimeoutMS=MONGO_TIMEOUT_MS,
    )


@cache
def mongo_store() -> "MongoStore":
    """Return the ledger's store."""
    from shared.stores.mongo import MongoStore

    return MongoStore(mongo_client()[settings().mongodb_database])


@cache
def redis_client() -> "redis.asyncio.Redis":
    """Return the Redis client; answers are `str`."""
    import redis.asyncio

    return redis.asyncio.Redis.from_url(  # pyright: ignore[reportUnknownMemberType]
        settings().redis_url, decode_responses=True, socket_timeout=5, socket_connect_timeout=2
    )


def redis_if_named() -> "redis.asyncio.Redis | None":
    """Return the Redis client, None where the environment names no Redis."""
    return redis_client() if settings().redis_url else None


@cache
def http_client() -> "httpx.AsyncClient":
    """Return the HTTP client for the broker and for partners."""
    import httpx

    return httpx.AsyncClient(
        timeout=httpx.Timeout(10, connect=2), limits=httpx.Limits(max_connections=200)
    )


@cache
def s3_client() -> "S3Client":
    """Return the object store's client; credentials come from the environment."""
    import boto3
    from botocore.config import Config

    # a session of its own: the default one keeps the first credentials it ever saw
    return boto3.session.Session().client(  # pyright: ignore[reportUnknownMemberType]
        "s3",
        endpoint_url=settings().s3_endpoint_url or None,
        config=Config(connect_timeout=3, read_timeout=20, retries={"max_attempts": 2}),
    )
