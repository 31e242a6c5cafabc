"""How long a certificate still holds: one in a file, or the one that this machine shows for a name."""

import socket
import ssl
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509

from channels import files
from channels.upkeep.findings import Found, UpkeepFinding, Urgency

SOON = timedelta(days=21)
"""Renewal is tried a month before the end; three weeks before it, it has failed for some days."""
HERE = "127.0.0.1"
WITHIN = 5.0


def of_certificate(named: str, now: datetime) -> UpkeepFinding:
    """Whether a certificate holds for some weeks: of a file, or of `name:port` at this machine."""
    try:
        ends = x509.load_pem_x509_certificate(_pem(named)).not_valid_after_utc
    except (OSError, ValueError):
        return UpkeepFinding(Urgency.HAND, Found.CERTIFICATE_UNREAD, {"place": named})
    holes: dict[str, object] = {"place": named, "days": (ends - now).days}
    if ends <= now:
        return UpkeepFinding(Urgency.HAND, Found.CERTIFICATE_OVER, holes)
    if ends - now < SOON:
        return UpkeepFinding(Urgency.HAND, Found.CERTIFICATE_SOON, holes)
    return UpkeepFinding(Urgency.WELL, Found.CERTIFICATE_WELL, holes)


def _pem(named: str) -> bytes:
    """The certificate as text. Raises OSError, and ValueError for a name without a port."""
    content = files.read(Path(named))
    if content is not None:
        return content
    name, _, port = named.rpartition(":")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # What it is worth is not asked here; only when it ends.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection((HERE, int(port)), timeout=WITHIN) as line,
        context.wrap_socket(line, server_hostname=name or None) as secured,
    ):
        shown = secured.getpeercert(binary_form=True)
    return ssl.DER_cert_to_PEM_cert(shown or b"").encode()
