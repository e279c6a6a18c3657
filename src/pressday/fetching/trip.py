"""One fetch, with its redirects.  The only door to urllib3."""

from __future__ import annotations

import ipaddress
import re
import time
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError, SSLError

from pressday.fetching.openweb import Address, MayConnect, Resolve, is_address
from pressday.fetching.unpacking import Unpacker, UnpackError
from pressday.problems import Problem, ProblemError

_PORTS = {"http": 80, "https": 443}
_CHUNK = 65_536
# A host that does not answer must leave time for its other addresses.
_CONNECT = 10.0
_NO_ANSWER = "gave no answer in HTTP"


class Limits(NamedTuple):
    """*size* in bytes, after decompression; *seconds* for the whole, redirects and all."""

    size: int = 20_000_000
    seconds: float = 30.0
    redirects: int = 5


class Fetched(NamedTuple):
    """What stood at an address.

    *url* is where it stood in the end.  *media* is its type, lower case and without parameters;
    *charset* the encoding that the server names, or empty.  *etag* and *modified* are to be said the
    next time.  *changed* is False where the server says that nothing has: then there is no *data*.
    """

    url: str
    data: bytes
    media: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""
    changed: bool = True


class Place(NamedTuple):
    """An address on the web, taken apart: *target* is path and query, fit to be sent."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


class Trip:
    """One fetch, with its redirects.  *asked* is the address that problems are told of.

    With a *form* it is one of telling: the form is posted, and what is answered besides is not read.
    """

    def __init__(
        self,
        asked: str,
        headers: dict[str, str],
        limits: Limits,
        may_connect: MayConnect,
        resolve: Resolve,
        form: bytes | None = None,
    ) -> None:
        self.form = form
        self.asked = asked
        self.headers = headers
        self.limits = limits
        self.may_connect = may_connect
        self.resolve = resolve
        self.until = time.monotonic() + limits.seconds
        self.stage = _NO_ANSWER

    def wrong(self, message: str, hint: str = "") -> ProblemError:
        return ProblemError(Problem(message, path=_shown(self.asked), hint=hint))

    def go(self) -> Fetched:
        place = self.place(self.asked)
        for _ in range(self.limits.redirects + 1):
            answer = self.step(place)
            if isinstance(answer, Fetched):
                return answer
            if place.scheme == "https" and answer.scheme == "http":
                raise self.wrong("leads from a secure address to one that is not", f"it is {_shown(answer.url)}")
            place = answer
        raise self.wrong(f"leads on and on: more than {self.limits.redirects} redirects")

    def place(self, url: str) -> Place:
        if not url.isprintable() or " " in url:
            raise self.wrong("is not an address: it holds spaces or characters that cannot be seen")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
            if not host.isascii():
                host = host.encode("idna").decode()
        except (ValueError, UnicodeError):
            raise self.wrong("is not an address", "write it whole: https://example.org/news/") from None
        if parts.scheme not in _PORTS or not host:
            raise self.wrong(
                f"cannot be fetched: only http:// and https:// can, not {_shown(url)}"
                if url != self.asked
                else "cannot be fetched: only http:// and https:// can",
                "write it whole: https://example.org/news/",
            )
        if parts.username is not None or parts.password is not None:
            raise self.wrong("holds a name or a password; nothing is fetched with one")
        if _NUMERIC.search(host) and not is_address(host):
            raise self.wrong(f"`{_shown(host)}` is a number, not the name of a host")
        path = quote(parts.path or "/", safe=_PATH)
        target = urlunsplit(("", "", path, quote(parts.query, safe=_PATH + "?"), ""))
        return Place(parts.scheme, host, port or _PORTS[parts.scheme], "/" + target.lstrip("/"))

    def step(self, place: Place) -> Fetched | Place:
        """Asks at *place*, at the first of its addresses that answers."""
        failed: Exception = OSError("no address")
        for address in self.addresses(place):
            try:
                return self.ask(place, str(address))
            except (NewConnectionError, ConnectTimeoutError) as error:
                failed = error
            except ProblemError:
                raise
            except SSLError as error:
                raise self.wrong(f"cannot prove that it is {place.host}: {_reason(error)}") from error
            except ReadTimeoutError as error:
                raise self.wrong(slow(self.limits)) from error
            except (HTTPError, OSError, ValueError) as error:
                raise self.wrong(self.stage) from error
        raise self.wrong(f"{place.host} does not answer") from failed

    def addresses(self, place: Place) -> list[Address]:
        try:
            answers = [place.host] if is_address(place.host) else list(self.resolve(place.host, place.port))
        except (OSError, UnicodeError) as error:
            raise self.wrong(f"no host is called {place.host}") from error
        known = [ipaddress.ip_address(answer) for answer in answers if is_address(answer)]
        allowed = [address for address in known if self.may_connect(address)]
        if not allowed:
            where = "" if place.host in self.asked else f": it leads to {place.host}"
            raise self.wrong(f"is not on the open web{where}", "only public addresses are fetched")
        return allowed

    def ask(self, place: Place, address: str) -> Fetched | Place:
        left = self.left()
        timeout = urllib3.Timeout(connect=min(left, _CONNECT), read=left)
        pool: urllib3.HTTPConnectionPool
        if place.scheme == "https":
            name = None if is_address(place.host) else place.host
            pool = urllib3.HTTPSConnectionPool(address, place.port, timeout=timeout, server_hostname=name)
        else:
            pool = urllib3.HTTPConnectionPool(address, place.port, timeout=timeout)
        self.stage = _NO_ANSWER
        with pool:
            answer = pool.urlopen(
                "GET" if self.form is None else "POST",
                place.target,
                body=self.form,
                headers={"Host": place.authority, **self.headers},
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                return self.answered(place, answer)
            finally:
                answer.close()

    def answered(self, place: Place, answer: urllib3.BaseHTTPResponse) -> Fetched | Place:
        status, headers = answer.status, answer.headers
        if self.form is not None and status not in (307, 308):
            # Other redirects ask for a GET, which would tell nobody anything.
            if not 200 <= status < 300:
                raise self.wrong(f"did not take what it was told ({status})")
            return Fetched(place.url, b"")
        if status in (301, 302, 303, 307, 308):
            onward = headers.get("Location", "").strip()
            if not onward:
                raise self.wrong(f"leads on ({status}), and does not say where to")
            # A header is bytes: those of an address that was never quoted are UTF-8.
            onward = onward.encode("latin-1", "replace").decode("utf-8", "replace")
            try:
                return self.place(urljoin(place.url, quote(onward, safe=_PATH + "?#[]%")))
            except ValueError:
                raise self.wrong("leads on to what is no address") from None
        etag, modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
        if status == 304 and self.headers.keys() & {"If-None-Match", "If-Modified-Since"}:
            return Fetched(place.url, b"", etag=etag, modified=modified, changed=False)
        if status != 200:
            raise self.wrong(*_refusal(status))
        media, _, rest = headers.get("Content-Type", "").partition(";")
        charset = _CHARSET.search(rest)
        return Fetched(
            place.url,
            self.body(answer),
            media.strip().lower(),
            charset[1].lower() if charset else "",
            etag,
            modified,
        )

    def body(self, answer: urllib3.BaseHTTPResponse) -> bytes:
        """The whole body.  Both what comes and what it becomes are bounded: a few bytes can become many."""
        coding = answer.headers.get("Content-Encoding", "").strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise self.wrong(f"is packed in a way that was not asked for ({_shown(coding)})")
        self.stage = "broke off before the end"
        size = self.limits.size
        length = answer.headers.get("Content-Length", "")
        if length.isdecimal() and int(length[:18]) > size:
            raise self.too_much()
        unpack = Unpacker() if coding in ("gzip", "x-gzip") else None
        made = bytearray()
        came = 0
        for chunk in answer.stream(_CHUNK, decode_content=False):
            self.left()
            came += len(chunk)
            try:
                made += unpack.feed(chunk, size + 1 - len(made)) if unpack else chunk
            except UnpackError as error:
                raise self.wrong("is packed, and cannot be unpacked") from error
            if max(came, len(made)) > size:
                raise self.too_much()
        if unpack and not unpack.whole:
            raise self.wrong(self.stage)
        return bytes(made)

    def left(self) -> float:
        """The seconds that are left.  Raises ProblemError when none are."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise self.wrong(slow(self.limits))
        return left

    def too_much(self) -> ProblemError:
        return self.wrong(f"is larger than {self.limits.size / 1_000_000:g} MB")


_PATH = "%/:@!$&'()*+,;=~"
# What some resolvers take for an IPv4 address: 127.1, 0x7f.1, 2130706433.
_NUMERIC = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)


def _shown(text: str) -> str:
    """*text* as a terminal may show it, without a password."""
    text = re.sub(r"(?<=://)[^/?#]*@", "", "".join(char if char.isprintable() else "\ufffd" for char in text))
    return text if len(text) <= 200 else text[:200] + "…"


def slow(limits: Limits) -> str:
    return f"was not there within {limits.seconds:g} seconds"


def _reason(error: Exception) -> str:
    said = re.search(r"certificate verify failed: ([^(\]]+)", str(error))
    if said:
        return said[1].strip().rstrip(".").lower()
    named = re.search(r"hostname '[^']*' doesn't match|match(?:es)? (?:either of )?'", str(error))
    return "its certificate is another host's" if named else "no secure connection could be made"


def _refusal(status: int) -> tuple[str, str]:
    """What a status says, and what to do about it."""
    if status in (404, 410):
        return f"is not there ({status})", "look whether the address is still right"
    if status in (401, 402, 403, 407, 451):
        return f"is not open to everybody ({status})", "save the page in a browser, and import the file"
    if status == 429:
        return f"asks to be left alone for a while ({status})", "try again later"
    if status >= 500:
        return f"has a fault of its own ({status})", "try again later"
    return f"gave an answer that holds no document ({status})", ""
