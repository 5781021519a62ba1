"""Old TLS, over loopback: each profile lets pass what its name says, and a refusal names the profile that would."""

import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper import tls as tls_module
from scraper.exchange import Exchange
from scraper.fetch import Fetcher, Limits
from scraper.tls import Tls, tls_context
from tests.scraper.raw_server import RawServer, answer, ok

CERTIFICATES = Path(__file__).parent / "certificates"
PROFILES: tuple[Tls, ...] = ("strict", "legacy_renegotiation", "weak_dh", "incomplete_chain")

# The 1024-bit group of RFC 2409 §6.2 (Oakley group 2), as PEM: what old servers were installed with.
WEAK_GROUP = """-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
"""


@pytest.fixture(autouse=True)
def our_authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Trust the authority of the test's certificates, and no other."""
    monkeypatch.setattr(tls_module, "DEFAULT_CA_BUNDLE_PATH", str(CERTIFICATES / "root.pem"))
    tls_context.cache_clear()
    yield
    tls_context.cache_clear()


def get(url: str, tls: Tls) -> Exchange:
    limits = Limits(connect=2.0, silence=2.0, deadline=4.0)
    with Fetcher(user_agent="x", allow_private=True, limits=limits, tls=tls, tls_reason="seen 2026-05") as fetcher:
        return fetcher.get(url)


def context(certificate: str = "chain.pem") -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(CERTIFICATES / certificate)
    return made


@pytest.mark.parametrize("tls", PROFILES)
def test_a_server_in_order_is_read_with_every_profile(tls: Tls) -> None:
    with RawServer([answer(ok(b"a"))], tls=context()) as server:
        exchange = get(server.url, tls)
    assert (exchange.failure, exchange.entity) == (None, b"a")
    assert (exchange.tls_note is None) == (tls == "strict")
    assert ("not checked" in (exchange.tls_note or "")) == (tls == "incomplete_chain")


class TestIncompleteChain:
    def test_it_is_refused_and_the_line_says_what_would_help(self) -> None:
        with RawServer([answer(ok(b"a"))], tls=context("leaf.pem")) as server:
            for tls in PROFILES[:3]:
                exchange = get(server.url, tls)
                assert (exchange.failure, exchange.request) == ("tls", b"")
                assert exchange.failure_detail == (
                    "127.0.0.1: unable to get local issuer certificate; "
                    'tls="incomplete_chain" in the site\'s module would allow it'
                )

    def test_with_the_profile_it_is_read(self) -> None:
        with RawServer([answer(ok(b"a"))], tls=context("leaf.pem")) as server:
            exchange = get(server.url, "incomplete_chain")
        assert exchange.entity == b"a"
        assert (exchange.tls_note or "").startswith("incomplete_chain: seen 2026-05; certificate sha256:")


class TestWeakKeys:
    @pytest.fixture
    def server(self, tmp_path: Path) -> Iterator[RawServer]:
        group = tmp_path / "dh.pem"
        group.write_text(WEAK_GROUP)
        old = context("rsa.pem")
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        old.set_ciphers("DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
        old.load_dh_params(str(group))
        with RawServer([answer(ok(b"a"))], tls=old) as running:
            yield running

    def test_they_are_refused_and_the_line_says_what_would_help(self, server: RawServer) -> None:
        exchange = get(server.url, "strict")
        assert exchange.failure == "tls"
        assert "dh key too small" in exchange.failure_detail
        assert 'tls="weak_dh" in the site\'s module would allow it' in exchange.failure_detail

    def test_with_the_profile_it_is_read(self, server: RawServer) -> None:
        exchange = get(server.url, "weak_dh")
        assert (exchange.entity, exchange.tls_note) == (b"a", "weak_dh: seen 2026-05")
        assert exchange.protocols == ("http/1.1", "tls/1.2")


def without_rfc_5746() -> tuple[str, list[bytes]]:
    """Answer one ClientHello with a ServerHello that lacks renegotiation_info; returns the address, and what came then.

    OpenSSL as a server always sends that extension, so the message is made here (RFC 5246 §7.4.1.3).
    """
    hello = b"\x03\x03" + bytes(32) + b"\x00" + b"\xc0\x2f" + b"\x00"  # TLS 1.2, ECDHE-RSA-AES128-GCM-SHA256
    message = b"\x02" + struct.pack(">I", len(hello))[1:] + hello
    record = b"\x16\x03\x03" + struct.pack(">H", len(message)) + message
    listener = socket.create_server(("127.0.0.1", 0))
    came: list[bytes] = []

    def talk() -> None:
        with listener, listener.accept()[0] as connection:
            connection.settimeout(2.0)
            connection.recv(65536)
            connection.sendall(record)
            connection.settimeout(0.5)
            try:
                came.append(connection.recv(65536))
            except TimeoutError:
                came.append(b"")

    threading.Thread(target=talk, daemon=True).start()
    return f"https://127.0.0.1:{listener.getsockname()[1]}/", came


def test_a_server_without_rfc_5746_is_refused_and_the_line_says_what_would_help() -> None:
    url, _ = without_rfc_5746()
    exchange = get(url, "strict")
    assert exchange.failure == "tls"
    assert "unsafe legacy renegotiation disabled" in exchange.failure_detail
    assert 'tls="legacy_renegotiation" in the site\'s module would allow it' in exchange.failure_detail


def test_with_the_profile_the_handshake_goes_on() -> None:
    url, came = without_rfc_5746()
    exchange = get(url, "legacy_renegotiation")
    assert "renegotiation" not in exchange.failure_detail, "it waits for the certificate, which this server never sends"
    assert came == [b""], "and raises no alert"
