"""Opens a connection to a host, but never to a machine inside our own network unless that is allowed."""

import socket
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address


class ForbiddenAddress(Exception):
    """A name leads only to private, loopback or link-local addresses; `str(error)` is one line."""


def is_public(address: str) -> bool:
    """Say whether an IP address is one that anybody on the internet could reach; False if it is no address."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = IPv4Address(ip.packed[-4:])
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


def open_connection(host: str, port: int, *, timeout: float, allow_private: bool) -> socket.socket:
    """Resolve a name and return a connected TCP socket.

    The addresses are judged after the name is resolved and are the ones connected to, so a name that changes
    its address in between gains nothing. `timeout` is in seconds and covers all addresses of the name
    together, but not the resolver, which keeps its own time. Raises ForbiddenAddress without sending a
    packet, socket.gaierror when the name does not resolve, and OSError when no address answers.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label is empty or too long
        raise socket.gaierror(f"{host!r} is no host name") from error
    peers = [(family, address) for family, _, _, _, address in found if allow_private or is_public(str(address[0]))]
    if not peers:
        first = str(found[0][4][0])
        which = "" if host == first else f"{first}, "
        raise ForbiddenAddress(f"{host} is {which}an address inside a private network")
    deadline = time.monotonic() + timeout
    failure: OSError = TimeoutError("timed out")
    for family, address in peers:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(max(0.001, deadline - time.monotonic()))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect(address)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    raise failure


def answers(host: str, *, timeout: float, allow_private: bool) -> bool | None:
    """Say whether a machine answers at a host's port; the connection is closed at once, and nothing is asked of it.

    `host` may name its port; else those of https and http are tried. One that refuses answers too, unless it is our own.
    None where the host is inside a private network and that is not allowed. `timeout` is in seconds, for each port.
    """
    name, colon, port = host.rpartition(":")
    for number in (int(port),) if colon and port.isdigit() else (443, 80):
        try:
            with open_connection(name if colon else host, number, timeout=timeout, allow_private=allow_private):
                return True
        except ForbiddenAddress:
            return None
        except ConnectionRefusedError:
            if not allow_private:
                return True
        except OSError:
            continue
    return False


def resolves(host: str) -> bool:
    """Say whether the name server here knows a host's addresses; the host itself is not asked."""
    try:
        return bool(socket.getaddrinfo(host.partition(":")[0], 443, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return False
