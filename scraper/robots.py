"""robots.txt as RFC 9309 has it, on top of Protego."""

import re
from functools import lru_cache
from typing import Literal, TypeAlias

from protego import Protego

Policy: TypeAlias = Literal["rules", "allow", "deny"]

MOST_BYTES = 500 * 1024  # RFC 9309 §2.5: at least 500 kibibytes must be read
_LINE_END = re.compile(rb"\r\n|\r|\n")
_TOKEN = re.compile(r"[A-Za-z0-9_-]*")  # without digits in RFC 9309 §2.2.1, but robots with digits in their names exist
# Lines that take part in grouping. Others must not end a group (§2.2.4), so Protego does not see them. Crawl-delay
# and its kin are none of the RFC's, but who writes one means it for the group above it.
_KNOWN = re.compile(
    r"\s*(user[- ]?agent|allow|dis+al+[ao]w|diasllow|site-?maps?|crawl[- ]delay|request[- ]rate|visit[- ]time)"
    r"(?:\s*:\s*|\s+)(.*)",
    re.IGNORECASE,
)


def policy(status: int | None) -> Policy:
    """Return what the answer to a request for robots.txt means; `status` None stands for no answer at all.

    "rules": follow what it says. "allow": 4xx, and a redirect that was followed too often (RFC 9309
    §2.3.1.2-3). "deny": 5xx and network errors (§2.3.1.4), and 429, which says "not now", as Google has it;
    a copy that was read before may stand in. A 304 is no new answer: keep the copy.
    """
    if status is None or status == 429 or status >= 500 or status < 200:
        return "deny"
    return "rules" if status < 300 or status == 304 else "allow"


class Robots:
    """The rules of one robots.txt."""

    __slots__ = ("_pauses", "_rules")

    def __init__(self, rules: Protego) -> None:
        self._rules = rules
        self._pauses: dict[str, float | None] = {}

    @classmethod
    def from_bytes(cls, data: bytes) -> "Robots":
        """Read the body of a robots.txt; whatever it is, it gives rules, if only that all is allowed.

        No more than the first 500 KiB count, up to the last whole line. Bytes outside ASCII count as their
        percent-encoded form (§2.2.2).
        """
        if len(data) > MOST_BYTES:
            # Half a line would be another rule: of "Disallow: /tin/" might remain "Disallow: /".
            data = re.sub(rb"[^\r\n]*\Z", b"", data[:MOST_BYTES])
        data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")
        lines = (_line(line) for line in _LINE_END.split(data))
        return cls(Protego.parse("\n".join(line for line in lines if line)))

    def allowed(self, url: str, agent: str = "tintinh") -> bool:
        """Say whether the robot of this name may fetch an absolute address (§2.2.2)."""
        return bool(self._rules.can_fetch(url, _name(agent)))

    def crawl_delay(self, agent: str = "tintinh") -> float | None:
        """Return the pause in seconds asked of the robot of this name by Crawl-delay or Request-rate, or None."""
        if agent not in self._pauses:  # asked for after every page
            rate = self._rules.request_rate(_name(agent))
            asked = (self._rules.crawl_delay(_name(agent)), rate.seconds / rate.requests if rate else None)
            self._pauses[agent] = max((pause for pause in asked if pause is not None), default=None)
        return self._pauses[agent]

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of sitemaps as they stand in the file, each once."""
        return tuple(dict.fromkeys(self._rules.sitemaps))


def _line(line: bytes) -> str:
    """Return one line as Protego shall see it, empty when it is none of ours."""
    text = "".join(chr(byte) if 32 <= byte < 127 else _escaped(byte) for byte in line.partition(b"#")[0])
    found = _KNOWN.match(text)
    if not found:
        return ""
    field, value = found[1], found[2].strip()
    if field.lower().startswith("user"):
        value = "*" if value == "*" or value.startswith("* ") else _name(value)
    return f"{field}: {value}"


def _escaped(byte: int) -> str:
    return f"%{byte:02X}" if byte > 127 else " "


@lru_cache(maxsize=100)
def _name(agent: str) -> str:
    """Return the product token of a robot (§2.2.1) such that Protego takes no other token for the same.

    Protego looks for the token anywhere in the name of the robot; the slash, which no token holds, ends that.
    """
    found = _TOKEN.match(agent.strip())
    return f"{found[0].lower() if found and found[0] else '0'}/"


ALLOW_ALL = Robots.from_bytes(b"")
DENY_ALL = Robots.from_bytes(b"User-agent: *\nDisallow: /")
