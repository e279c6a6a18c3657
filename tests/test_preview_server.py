"""A port of this machine alone."""

from __future__ import annotations

from contextlib import closing

import pytest

from pressday.preview.server import listen, listen_near, port_of


def test_only_this_machine_can_come() -> None:
    with closing(listen(0)) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_busy_is_an_error() -> None:
    with closing(listen(0)) as first, pytest.raises(OSError, match="in use"):
        listen(port_of(first))


def test_the_next_free_port_is_taken_where_any_will_do() -> None:
    with closing(listen(0)) as first, closing(listen_near(port_of(first))) as second:
        assert port_of(second) != port_of(first)
