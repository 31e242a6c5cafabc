"""A form of a plain page as it comes in: small, soon, and each field once."""

from urllib.parse import parse_qs

import anyio
from starlette.requests import ClientDisconnect, Request

LONGEST = 1_000
"""Bytes; a vote has forty."""
MOST_FIELDS = 4
LONGEST_WAIT = 10
"""Seconds for a form to arrive."""


async def filled(
    request: Request, *, longest: int = LONGEST, most_fields: int = MOST_FIELDS
) -> dict[str, str] | None:
    """What a form said, each field once, empty ones left out; None for no form, too long or too slow."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/x-www-form-urlencoded":
        return None
    body = b""
    try:
        with anyio.fail_after(LONGEST_WAIT):
            async for part in request.stream():
                body += part
                if len(body) > longest:
                    return None
        fields = parse_qs(body.decode("ascii"), strict_parsing=True, max_num_fields=most_fields)
    except (TimeoutError, ClientDisconnect, ValueError):
        return None
    if any(len(values) != 1 for values in fields.values()):
        return None
    return {name: values[0] for name, values in fields.items()}
