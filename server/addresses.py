"""LAN addresses at which phones can reach this server."""

from collections.abc import Iterable
from ipaddress import IPv4Address, ip_address
from os import environ

import ifaddr

from components.words.links import base_address
from server.settings import Settings

EVERYWHERE = ("0.0.0.0", "::", "")


def places() -> tuple[str, ...]:
    """The addresses at which phones reach the server, the likeliest first; none if it serves itself alone.

    PULYOLU_ADDRESS stands first where it is set.
    """
    settings = Settings.of(environ)
    named = base_address(environ.get("PULYOLU_ADDRESS"))
    found = reachable(settings.address, settings.port, own())
    return found if named is None else (named, *(place for place in found if place != named))


def own() -> tuple[str, ...]:
    """Every IPv4 address of this machine."""
    return tuple(str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4)


def reachable(bound: str, port: int, addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses of a server bound to one address or to all, as a phone types them.

    A hotspot's own network comes first: its addresses are private, and this machine is the first in it.
    """
    here = addresses if bound in EVERYWHERE else (bound,)
    usable = [ip for text in here if (ip := _phone_reaches(text)) is not None]
    usable.sort(key=lambda ip: (not ip.is_private, int(ip) & 255 != 1, int(ip)))
    return tuple(f"http://{ip}:{port}/" for ip in dict.fromkeys(usable))


def _phone_reaches(text: str) -> IPv4Address | None:
    try:
        ip = ip_address(text)
    except ValueError:
        return None
    far = isinstance(ip, IPv4Address) and not (ip.is_loopback or ip.is_link_local or ip.is_unspecified)
    return ip if far and isinstance(ip, IPv4Address) else None
