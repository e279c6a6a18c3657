"""What may be fetched, how much of it, and for how long."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from ipaddress import ip_address

import pytest

from pressday import __version__, fetching
from pressday.fetching import Limits, is_public
from pressday.problems import ProblemError
from web import PEM, answer, here, on_this_machine, web


@pytest.fixture
def gazette():
    with web() as made:
        yield made


def fetch(url, **more):
    return fetching.fetch(url, **{"may_connect": on_this_machine, "resolve": here, **more})


def refused(url, **more):
    with pytest.raises(ProblemError) as error:
        fetch(url, **more)
    (problem,) = error.value.problems
    assert problem.severity == "error"
    assert problem.path
    return problem


# --- which addresses ----------------------------------------------------------------------------

CLOSED = """
0.0.0.0 0.1.2.3 10.1.2.3 100.64.0.1 127.0.0.1 127.1.2.3 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1
192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:93.184.216.34 ::7f00:1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::5db8:d822 100::1
2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:5db8:d822::1 3fff::1
fc00::1 fd12::1 fe80::1 fec0::1 ff02::1 4000::1 5f00::1
""".split()
OPEN = "1.1.1.1 8.8.8.8 93.184.216.34 172.32.0.1 2606:4700:4700::1111 2a00:1450:4001::1 64:ff9b::5db8:d822".split()


@pytest.mark.parametrize("address", CLOSED)
def test_an_address_that_is_not_of_the_open_web_is_not_connected_to(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_an_address_of_the_open_web_is_connected_to(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.1", "[::ffff:127.0.0.1]", "169.254.169.254", "0.0.0.0"])
def test_without_any_policy_of_ones_own_the_machine_and_its_network_are_closed(gazette, host):
    with pytest.raises(ProblemError, match="is not on the open web"):
        fetching.fetch(f"http://{host}:{gazette.port}/")
    assert gazette.asked == []


def test_the_name_of_this_machine_is_as_closed_as_its_number(gazette):
    with pytest.raises(ProblemError, match="is not on the open web"):
        fetching.fetch(f"http://localhost:{gazette.port}/")
    assert gazette.asked == []


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "1.2.3"])
def test_a_number_in_another_form_is_not_looked_up_at_all(host):
    asked = []
    problem = refused(f"http://{host}/", resolve=lambda host, port: asked.append(host) or ["127.0.0.1"])
    assert "is a number, not the name of a host" in problem.message
    assert asked == []


def test_only_those_addresses_of_a_host_are_connected_to_that_may_be(gazette):
    gazette.pages["/"] = answer(b"news")
    tried = []

    def may(address):
        tried.append(str(address))
        return str(address) == "127.0.0.1"

    assert fetch(gazette.url(), may_connect=may, resolve=lambda *_: ["10.0.0.1", "::1", "127.0.0.1"]).data == b"news"
    assert tried == ["10.0.0.1", "::1", "127.0.0.1"]
    assert len(gazette.asked) == 1


def test_a_host_is_looked_up_once_and_the_connection_goes_where_it_was_checked(gazette):
    gazette.pages["/"] = answer(b"news")
    answers = iter([["127.0.0.1"], ["192.168.0.1"]])
    assert fetch(gazette.url(), resolve=lambda *_: next(answers)).data == b"news"
    assert next(answers) == ["192.168.0.1"]
    assert f"Host: gazette.example:{gazette.port}\r\n".encode() in gazette.asked[0]


def test_the_next_address_is_tried_where_one_does_not_answer(gazette):
    gazette.pages["/"] = answer(b"news")
    # Nothing listens at the second address of loopback on that port.
    assert fetch(gazette.url(), resolve=lambda *_: ["127.0.0.2", "127.0.0.1"]).data == b"news"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "only http:// and https://"),
        ("ftp://gazette.example/", "only http:// and https://"),
        ("gazette.example/news", "only http:// and https://"),
        ("http:///news", "only http:// and https://"),
        ("http://[::1", "is not an address"),
        ("http://gazette.example:99999/", "is not an address"),
        ("http://gazette.example/a b", "holds spaces"),
        ("http://gazette.example/\r\nX: y", "holds spaces"),
        ("http://nell:secret@gazette.example/", "a name or a password"),
        ("http://" + "a" * 70 + ".example/", "no host is called"),
        ("http://..example/", "no host is called"),
    ],
)
def test_what_is_no_address_is_not_fetched(url, said):
    def nowhere(host, port):
        raise OSError("no such host")

    problem = refused(url, resolve=nowhere)
    assert said in problem.message
    assert "secret" not in problem.lines()


def test_nobody_answers():
    with web() as gone:
        url = gone.url()
    assert "gazette.example does not answer" in refused(url).message


# --- the request --------------------------------------------------------------------------------


def test_the_request_names_pressday_and_carries_neither_cookies_nor_passwords(gazette, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine gazette.example login nell password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    gazette.pages["/"] = answer(b"", "Set-Cookie: a=b", "Location: /two", status="302 Found")
    gazette.pages["/two"] = answer(b"news")
    assert fetch(gazette.url()).data == b"news"
    for request in gazette.asked:
        said = request.lower()
        assert f"user-agent: pressday/{__version__}".encode() in said
        assert b"cookie" not in said
        assert b"authorization" not in said


def test_an_address_is_quoted_as_the_wire_needs_it(gazette):
    gazette.pages["/h%C3%A4fen/?q=%C3%BC&a=b%20c"] = answer(b"news")
    assert fetch(gazette.url("/häfen/?q=ü&a=b%20c#part", host="häfen.example")).data == b"news"
    assert b"Host: xn--hfen-loa.example:" in gazette.asked[0]


def test_what_was_told_the_last_time_is_said_the_next(gazette):
    gazette.pages["/"] = answer(b"news", 'ETag: "one"', "Last-Modified: Thu, 05 Mar 2026 07:00:00 GMT")
    first = fetch(gazette.url())
    assert (first.etag, first.modified, first.changed) == ('"one"', "Thu, 05 Mar 2026 07:00:00 GMT", True)
    gazette.pages["/"] = answer(b"", status="304 Not Modified", length=False)
    again = fetch(gazette.url(), etag=first.etag, modified=first.modified)
    assert (again.data, again.changed) == (b"", False)
    assert b'If-None-Match: "one"\r\n' in gazette.asked[1]
    assert b"If-Modified-Since: Thu, 05 Mar 2026 07:00:00 GMT\r\n" in gazette.asked[1]


def test_nothing_new_is_no_answer_to_somebody_who_has_nothing(gazette):
    gazette.pages["/"] = answer(b"", status="304 Not Modified", length=False)
    assert "holds no document (304)" in refused(gazette.url()).message


def test_a_mark_that_would_break_out_of_its_header_is_not_said(gazette):
    gazette.pages["/"] = answer(b"news")
    fetch(gazette.url(), etag='"a"\r\nX-Evil: 1')
    assert b"X-Evil" not in gazette.asked[0]


# --- redirects ----------------------------------------------------------------------------------


def test_five_redirects_are_followed_and_not_a_sixth(gazette):
    for number in range(6):
        gazette.pages[f"/{number}"] = answer(b"", f"Location: {number + 1}", status="301 Moved")
    gazette.pages["/6"] = answer(b"news")
    assert fetch(gazette.url("/1")).url == gazette.url("/6")
    assert "more than 5 redirects" in refused(gazette.url("/0")).message


@pytest.mark.parametrize("onward", ["http://10.0.0.1/", "http://inside.example/", "//inside.example/", "http://[::1]/"])
def test_a_redirect_is_checked_like_the_first_address(gazette, onward):
    gazette.pages["/"] = answer(b"", f"Location: {onward}", status="302 Found")

    def places(host, port):
        return ["192.168.7.7"] if host == "inside.example" else ["127.0.0.1"]

    def may(address):
        return str(address) == "127.0.0.1"

    problem = refused(gazette.url(), resolve=places, may_connect=may)
    assert "is not on the open web: it leads to" in problem.message
    assert problem.path == gazette.url()
    assert len(gazette.asked) == 1


@pytest.mark.parametrize(
    ("onward", "said"),
    [
        ("file:///etc/passwd", "only http:// and https:// can, not file:///etc/passwd"),
        ("javascript:alert(1)", "only http:// and https:// can"),
        ("http://127.1/", "is a number"),
        ("http://nell:secret@gazette.example/", "a name or a password"),
        ("http://[", "is no address"),
        ("", "does not say where to"),
    ],
)
def test_a_redirect_to_what_is_no_address_is_not_followed(gazette, onward, said):
    gazette.pages["/"] = answer(b"", f"Location: {onward}", status="307 Temporary")
    problem = refused(gazette.url())
    assert said in problem.message
    assert "secret" not in problem.lines()


def test_a_redirect_may_be_written_in_raw_bytes(gazette):
    gazette.pages["/"] = b"HTTP/1.1 302 Found\r\nLocation: /h\xc3\xa4fen/\r\nContent-Length: 0\r\n\r\n"
    gazette.pages["/h%C3%A4fen/"] = answer(b"news")
    assert fetch(gazette.url()).data == b"news"


# --- size and time ------------------------------------------------------------------------------

SMALL = Limits(size=1_000, seconds=0.6)


def test_what_is_larger_than_said_is_broken_off(gazette):
    sent = []

    def endless(request, say):
        say(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            say(b"x" * 1000)
            sent.append(1000)

    gazette.pages["/"] = answer(b"x" * 1000)
    assert len(fetch(gazette.url(), limits=SMALL).data) == 1000
    gazette.pages["/"] = answer(b"x" * 1001)
    assert "is larger than 0.001 MB" in refused(gazette.url(), limits=SMALL).message
    gazette.pages["/"] = answer(b"x" * 1001, length=False)
    assert "is larger than 0.001 MB" in refused(gazette.url(), limits=SMALL).message
    gazette.pages["/"] = endless
    assert "is larger than" in refused(gazette.url(), limits=SMALL._replace(size=1_000_000)).message
    assert sum(sent) < 20_000_000


def test_what_is_packed_is_unpacked(gazette):
    gazette.pages["/"] = answer(gzip.compress(b"news", mtime=0), "Content-Encoding: gzip")
    assert fetch(gazette.url()).data == b"news"
    gazette.pages["/"] = answer(gzip.compress(b"ne", mtime=0) + gzip.compress(b"ws"), "Content-Encoding: gzip")
    assert fetch(gazette.url()).data == b"news"


def test_a_bomb_is_not_unpacked_to_its_end(gazette):
    bomb = gzip.compress(b"\0" * 50_000_000, mtime=0)
    assert len(bomb) < 60_000
    gazette.pages["/"] = answer(bomb, "Content-Encoding: gzip")
    before = time.monotonic()
    assert "is larger than 0.1 MB" in refused(gazette.url(), limits=Limits(size=100_000)).message
    assert time.monotonic() - before < 2


@pytest.mark.parametrize(
    ("body", "coding", "said"),
    [
        (b"no gzip at all", "gzip", "cannot be unpacked"),
        (gzip.compress(b"news" * 99, mtime=0)[:-9], "gzip", "broke off"),
        (gzip.compress(b"news", mtime=0)[:-4] + b"abcd", "gzip", "cannot be unpacked"),
        (b"", "gzip", "broke off"),
        (zlib.compress(b"news"), "deflate", "was not asked for (deflate)"),
        (gzip.compress(gzip.compress(b"news", mtime=0), mtime=0), "gzip, gzip", "was not asked for (gzip, gzip)"),
        (b"news", "br", "was not asked for (br)"),
    ],
)
def test_what_cannot_be_unpacked_is_said(gazette, body, coding, said):
    gazette.pages["/"] = answer(body, f"Content-Encoding: {coding}")
    assert said in refused(gazette.url()).message


def _drip(*parts):
    stop = threading.Event()

    def say(request, send):
        for part in parts:
            send(part)
        while not stop.wait(0.05):
            send(b"x")

    return say


@pytest.mark.parametrize("before", [(), (b"HTTP/1.1 200 OK\r\nX-Long: ",), (b"HTTP/1.1 200 OK\r\n\r\n",)])
def test_a_server_that_says_a_letter_at_a_time_is_not_waited_for(gazette, before):
    gazette.pages["/"] = _drip(*before)
    started = time.monotonic()
    assert "was not there within 0.3 seconds" in refused(gazette.url(), limits=Limits(seconds=0.3)).message
    assert time.monotonic() - started < 2


def test_the_time_is_that_of_all_redirects_together(gazette):
    def slowly(request, send):
        time.sleep(0.25)
        send(answer(b"", "Location: /", status="302 Found"))

    gazette.pages["/"] = slowly
    assert "was not there within 0.6 seconds" in refused(gazette.url(), limits=SMALL).message


def test_a_server_that_says_nothing_and_a_look_up_that_never_ends_are_not_waited_for(gazette):
    never = threading.Event()
    gazette.pages["/"] = lambda request, send: never.wait(5)
    assert "was not there within 0.2 seconds" in refused(gazette.url(), limits=Limits(seconds=0.2)).message
    slow = refused(gazette.url(), limits=Limits(seconds=0.2), resolve=lambda *_: never.wait(5) or [])
    assert "was not there within 0.2 seconds" in slow.message
    never.set()


# --- answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nnews", "broke off before the end"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnews\r\n", "broke off before the end"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnews\r\n", "broke off before the end"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4, 5\r\n\r\nnews", "gave no answer in HTTP"),
        (b"", "gave no answer in HTTP"),
        (b"220 mail.example ESMTP\r\n", "gave no answer in HTTP"),
        (b"HTTP/1.1 OK\r\n\r\n", "gave no answer in HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\nnews", "gave no answer in HTTP"),
        (answer(status="404 Not Found"), "is not there (404)"),
        (answer(status="410 Gone"), "is not there (410)"),
        (answer(status="401 Unauthorized"), "is not open to everybody (401)"),
        (answer(status="403 Forbidden"), "is not open to everybody (403)"),
        (answer(status="429 Too Many"), "asks to be left alone for a while (429)"),
        (answer(status="503 Busy"), "has a fault of its own (503)"),
        (answer(status="204 Nothing", length=False), "holds no document (204)"),
        (answer(b"ne", status="206 Partial"), "holds no document (206)"),
    ],
)
def test_an_answer_that_is_none_is_said_in_plain_words(gazette, raw, said):
    gazette.pages["/"] = raw
    problem = refused(gazette.url())
    assert said in problem.message
    assert problem.path == gazette.url()


def test_an_answer_says_of_what_type_it_is_and_in_which_encoding(gazette):
    gazette.pages["/"] = answer(b"news", 'Content-Type: Text/HTML; Charset="ISO-8859-1"')
    made = fetch(gazette.url())
    assert (made.media, made.charset) == ("text/html", "iso-8859-1")


# --- secure connections -------------------------------------------------------------------------


@pytest.fixture
def pem(tmp_path):
    path = tmp_path / "gazette.pem"
    path.write_text(PEM)
    return str(path)


def test_a_secure_host_must_prove_itself(pem):
    with web(pem=pem) as secure:
        secure.pages["/"] = answer(b"news")
        assert "cannot prove that it is gazette.example" in refused(secure.url(scheme="https")).message
        assert secure.asked == []


def test_the_proof_is_of_the_name_though_the_connection_is_to_a_number(pem, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", pem)
    with web(pem=pem) as secure:
        secure.pages["/"] = answer(b"news")
        assert fetch(secure.url(scheme="https")).data == b"news"
        wrong = refused(secure.url(scheme="https", host="other.example"))
        assert "cannot prove that it is other.example" in wrong.message


def test_a_secure_address_leads_to_no_insecure_one(pem, monkeypatch, gazette):
    monkeypatch.setenv("SSL_CERT_FILE", pem)
    with web(pem=pem) as secure:
        secure.pages["/"] = answer(b"", f"Location: {gazette.url()}", status="302 Found")
        assert "from a secure address to one that is not" in refused(secure.url(scheme="https")).message
    assert gazette.asked == []
