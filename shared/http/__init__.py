"""HTTP between our own: the broker, other Services, the local platform's hops.

Partners are spoken to through httpx, which knows redirects, proxies and the rest; between our
own, each hop of a story pays for every millisecond (docs/adr/0012).
"""
