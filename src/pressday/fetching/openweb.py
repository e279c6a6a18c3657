"""Which addresses are of the open web, and how a host's are found."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Whether a connection to an address may be made at all.
MayConnect = Callable[[Address], bool]
# The addresses of a host, as text, in the order in which they are to be tried.
Resolve = Callable[[str, int], Sequence[str]]


def is_public(address: Address) -> bool:
    """Whether *address* is one of the open web, as far as can be told from its number.

    Besides what the registries call special: forms that carry another address inside.  IPv4 in IPv6
    (RFC 4291, 2.5.5) and 6to4 (RFC 3056) never; translated IPv4 (RFC 6052) as the one inside is.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address in _TRANSLATED:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in _UNICAST or any(address in network for network in _CARRIERS):
            return False
    elif any(address in network for network in _ODD):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")
_CARRIERS = tuple(map(ipaddress.ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_ODD = tuple(
    map(
        ipaddress.ip_network,
        ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"),
    )
)


def look_up(host: str, port: int) -> list[str]:
    """The addresses that the machine knows for *host*."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def is_address(host: str) -> bool:
    """Whether *host* is an address in its usual form, of this network's or any other."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host
