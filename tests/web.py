"""A small web on this machine: a server that says, byte for byte, what a test tells it to."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address

# The key and the certificate of gazette.example, for these tests alone.
PEM = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2yWfxrHYKzlfm+sV
LDKjqr+OzTR7Lc1qJLW2MOY875GhRANCAAShwgIXb6CW1FtL4qCAs1wkK2+R+d+y
lwPZCS6G5QmwzqVcVKY+B9+KWKJFSCYopDEQHhzwlP9f30ZmVekcmXGC
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBpjCCAU2gAwIBAgIUCBJU/KdZb1W4oA03ioVcP4v8WFwwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPZ2F6ZXR0ZS5leGFtcGxlMCAXDTI2MTEyMjA1NDI0MFoYDzIx
MjYxMDI5MDU0MjQwWjAaMRgwFgYDVQQDDA9nYXpldHRlLmV4YW1wbGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAShwgIXb6CW1FtL4qCAs1wkK2+R+d+ylwPZCS6G
5QmwzqVcVKY+B9+KWKJFSCYopDEQHhzwlP9f30ZmVekcmXGCo28wbTAdBgNVHQ4E
FgQUes4CxWTNQzCSw5W+DdweK6jmahgwHwYDVR0jBBgwFoAUes4CxWTNQzCSw5W+
DdweK6jmahgwGgYDVR0RBBMwEYIPZ2F6ZXR0ZS5leGFtcGxlMA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgDfQP1yICfir7Mg7De3maJ7GTk6yMc6UC
LOTPYBOg4OICIFiXLMMo6cReu2S9ti4DMl8dIxNPOXpPzGnOAdyjS07d
-----END CERTIFICATE-----
"""
Say = Callable[[bytes, Callable[[bytes], None]], None]


class Web:
    """What the server was asked, and where it is.  ``pages`` maps a path to a whole answer or to what says it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, bytes | Say] = {}
        self.asked: list[bytes] = []

    def url(self, path: str = "/", host: str = "gazette.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [request.split(b" ")[1].decode() for request in self.asked]


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    """An answer as it goes over the wire."""
    lines = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {len(body)}"] if length else []), "Connection: close"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@contextlib.contextmanager
def web(*, pem: str = "") -> Iterator[Web]:
    """A server on loopback; with the file *pem* it speaks TLS."""
    listening = socket.create_server(("127.0.0.1", 0))
    made = Web(listening.getsockname()[1])
    context = None
    if pem:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)

    def talk(plain: socket.socket) -> None:
        with contextlib.suppress(OSError), plain:
            spoken = context.wrap_socket(plain, server_side=True) if context else plain
            with spoken:
                request = b""
                while b"\r\n\r\n" not in request:
                    more = spoken.recv(65536)
                    if not more:
                        return
                    request += more
                made.asked.append(request)
                page = made.pages.get(request.split(b" ")[1].decode(), answer(b"", status="404 Not Found"))
                if callable(page):
                    page(request, spoken.sendall)
                else:
                    spoken.sendall(page)

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=talk, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield made
    finally:
        listening.shutdown(socket.SHUT_RDWR)  # the one who waits for the next call wakes up
        listening.close()


def here(host: str, port: int) -> list[str]:
    """Every name leads to this machine."""
    return ["127.0.0.1"]


def on_this_machine(address: IPv4Address | IPv6Address) -> bool:
    """For a test's own server."""
    return address.is_loopback
