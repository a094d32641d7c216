"""Options about stores, Jobs, the shop and its scale."""

from typing import Final

from tests.helm.looks import (
    BIG,
    DIGEST,
    Change,
    cart,
    cart_annotation,
    cart_env,
    container,
    contains,
    count,
    desk_env,
    intent_env,
    job,
    scaling,
    seller_env,
    seller_field,
)

SHOP: Final[dict[str, Change]] = {
    "secret.name": (
        "mine",
        cart_env("MONGODB_URI"),
        {"secretKeyRef": {"name": "mine", "key": "MONGODB_URI"}},
    ),
    "secret.revision": ("2", cart_annotation("agent-store/secret-revision"), "2"),
    "secret.create": (False, count("Secret"), 0),
    "secret.values": (
        {"ADMIN_TOKEN": "t"},
        lambda o: o["Secret", "agent-store"]["stringData"]["ADMIN_TOKEN"],
        "t",
    ),
    "s3Bucket": ("bucket", cart_env("S3_BUCKET"), "bucket"),
    "mongodbDatabase": ("shop", cart_env("MONGODB_DATABASE"), "shop"),
    "trialStores.enabled": (False, count("Deployment", "trial"), 0),
    "trialStores.imagePullPolicy": (
        "Never",
        container("Deployment", "shop-trial-redis", "imagePullPolicy"),
        "Never",
    ),
    "indexes.enabled": (False, count("Job", "indexes"), 0),
    "seed.enabled": (False, count("Job", "seed"), 0),
    "seed.demoCatalog": (False, count("ConfigMap", "catalog"), 0),
    "jobs.resources": (BIG, job("seed", "resources"), BIG),
    "deadLetterReplay.enabled": (False, count("CronJob"), 0),
    "logLevel": ("debug", cart_env("LOG_LEVEL"), "debug"),
    "whatsapp.apiBaseUrl": ("https://m", cart_env("WHATSAPP_API_BASE_URL"), "https://m"),
    "limits.messagesPerMinute": (7, cart_env("MESSAGES_PER_MINUTE"), "7"),
    "limits.rateLimitPerMinute": (7, cart_env("RATE_LIMIT_PER_MINUTE"), "7"),
    "limits.paymentSeconds": (60, cart_env("PAYMENT_SECONDS"), "60"),
    "llm.image.repository": ("r.example/t", seller_field("image"), "r.example/t:0.1.0"),
    "llm.image.tag": ("9", seller_field("image"), "dev.local/agent-store/thinking:9"),
    "llm.image.digest": (
        DIGEST,
        seller_field("image"),
        f"dev.local/agent-store/thinking@{DIGEST}",
    ),
    "llm.resources": (
        BIG,
        seller_field("resources"),
        BIG,
    ),
    "llm.model": ("openai/m", seller_env("LLM_MODEL"), "openai/m"),
    "llm.fallbackModels": (["a/b", "c/d"], seller_env("LLM_FALLBACK_MODELS"), "a/b,c/d"),
    "llm.apiBase": ("http://llm:8000/v1", seller_env("LLM_API_BASE"), "http://llm:8000/v1"),
    "llm.keys": (
        ["GEMINI_API_KEY"],
        seller_env("GEMINI_API_KEY"),
        {"secretKeyRef": {"name": "agent-store", "key": "GEMINI_API_KEY", "optional": True}},
    ),
    "llm.brandDailyCents": (7, seller_env("LLM_BRAND_DAILY_CENTS"), "7"),
    "llm.brandDailyTokens": (9000000, seller_env("LLM_BRAND_DAILY_TOKENS"), "9000000"),
    "llm.conversationDailyCents": (7, seller_env("LLM_CONVERSATION_DAILY_CENTS"), "7"),
    "llm.conversationDailyTokens": (7, seller_env("LLM_CONVERSATION_DAILY_TOKENS"), "7"),
    "llm.places.seller.dailyCents": (7, seller_env("LLM_SELLER_DAILY_CENTS"), "7"),
    "llm.places.seller.dailyTokens": (9000000, seller_env("LLM_SELLER_DAILY_TOKENS"), "9000000"),
    "llm.places.desk.dailyCents": (7, seller_env("LLM_DESK_DAILY_CENTS"), "7"),
    "llm.places.desk.dailyTokens": (9000000, seller_env("LLM_DESK_DAILY_TOKENS"), "9000000"),
    "llm.places.understanding.dailyCents": (7, seller_env("LLM_UNDERSTANDING_DAILY_CENTS"), "7"),
    "llm.places.understanding.dailyTokens": (
        9000000,
        seller_env("LLM_UNDERSTANDING_DAILY_TOKENS"),
        "9000000",
    ),
    "llm.understanding": (True, intent_env("LLM_UNDERSTANDING"), "true"),
    "llm.desk": (False, desk_env("LLM_DESK"), None),
    "wake": (False, cart_env("WAKE"), "false"),
    "defaults.minScale": (2, scaling("min-scale"), "2"),
    "defaults.maxScale": (9, scaling("max-scale"), "9"),
    "defaults.target": (9, scaling("target"), "9"),
    "defaults.containerConcurrency": (9, lambda o: cart(o)["containerConcurrency"], 9),
    "defaults.timeoutSeconds": (200, lambda o: cart(o)["timeoutSeconds"], 200),
    "defaults.retention": (
        "3m",
        lambda o: o["KService", "memory"]["spec"]["template"]["metadata"]["annotations"][
            "autoscaling.knative.dev/scale-to-zero-pod-retention-period"
        ],
        "3m",
    ),
    "defaults.chatPath": (
        True,
        lambda o: o["KService", "memory"]["spec"]["template"]["metadata"]["annotations"][
            "autoscaling.knative.dev/scale-to-zero-pod-retention-period"
        ],
        "10m",
    ),
    "defaults.window": ("6s", scaling("window"), "6s"),
    "defaults.resources": (BIG, container("KService", "cart", "resources"), BIG),
    "defaults.env": ({"X_Y": 1}, cart_env("X_Y"), "1"),
    "defaults.image": ({"tag": "llm"}, contains("functions:llm", cart), True),
    "defaults.serviceAccountAnnotations": (
        {"role": "r"},
        lambda o: o["ServiceAccount", "cart"]["metadata"]["annotations"],
        {"role": "r"},
    ),
}
