"""Which addresses are open to us."""

import socket
import time

import pytest

from scraper import peer
from scraper.peer import ForbiddenAddress, answers, is_public, open_connection
from tests.scraper.raw_server import RawServer, answer


@pytest.mark.parametrize(
    "address",
    ["113.160.1.1", "8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
        ),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::1", "a.vn", ""),
    ],
)
def test_not_public(address: str) -> None:
    assert not is_public(address)


def info(*addresses: tuple[str, int]) -> list[object]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]


def test_the_next_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as dead:
        closed = dead.getsockname()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: info(closed, listener.getsockname()))
        with open_connection("a.vn", 80, timeout=1, allow_private=True) as sock:
            assert sock.getpeername() == listener.getsockname()


def test_private_addresses_among_public_ones_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    class Socket(socket.socket):
        def connect(self, address: object) -> None:
            tried.append(address)
            raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("socket.getaddrinfo", lambda *args, **kwargs: info(("127.0.0.1", 80), ("8.8.8.8", 80)))
        patch.setattr("socket.socket", Socket)
        with pytest.raises(ConnectionRefusedError):
            open_connection("a.vn", 80, timeout=1, allow_private=False)
    assert tried == [("8.8.8.8", 80)]


def test_nothing_but_private_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: info(("10.0.0.1", 80), ("127.0.0.1", 80)))
    with pytest.raises(ForbiddenAddress, match=r"a\.vn is 10\.0\.0\.1"):
        open_connection("a.vn", 80, timeout=1, allow_private=False)
    with pytest.raises(ForbiddenAddress, match=r"^10\.0\.0\.1 is an address inside"):
        open_connection("10.0.0.1", 80, timeout=1, allow_private=False)


def test_the_timeout_covers_all_addresses_together(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.socket() as first, socket.socket() as second:
        for filler in (first, second):
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
        monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: info(*[full.getsockname()] * 4))
        started = time.monotonic()
        with pytest.raises(OSError, match="timed out"):
            open_connection("a.vn", 80, timeout=0.4, allow_private=True)
        assert time.monotonic() - started < 1


def test_what_is_no_host_name() -> None:
    with pytest.raises(socket.gaierror):
        open_connection("a" * 64 + ".vn", 80, timeout=1, allow_private=True)


def test_whether_a_machine_answers_is_found_out_without_asking_it_anything() -> None:
    with RawServer(lambda _request: answer(b"")) as server:
        host = f"127.0.0.1:{server.port}"
        assert answers(host, timeout=5, allow_private=True) is True
        assert answers(host, timeout=5, allow_private=False) is None
        assert server.requests == []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = listener.getsockname()[1]
    assert answers(f"127.0.0.1:{free}", timeout=5, allow_private=True) is False


def test_who_refuses_answers_but_a_name_without_an_address_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []
    failures: dict[int, OSError] = {443: TimeoutError("timed out"), 80: ConnectionRefusedError("refused")}

    def refused(host: str, port: int, **_: object) -> socket.socket:
        asked.append((host, port))
        raise failures[port]

    monkeypatch.setattr(peer, "open_connection", refused)
    assert answers("a.vn", timeout=5, allow_private=False) is True
    assert asked == [("a.vn", 443), ("a.vn", 80)]
    failures[80] = socket.gaierror("unknown")
    assert answers("a.vn", timeout=5, allow_private=False) is False
