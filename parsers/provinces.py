"""The 63 provinces until 30 June 2025 and the 34 since, as data.

Source: Resolution 202/2025/QH15 of the National Assembly, 12 June 2025, on arranging provincial units, in force 1 July
2025 (article 1: 23 units made of 52, 11 as they were). Huế was the province Thừa Thiên Huế until 31 December 2024
(Resolution 175/2024/QH15), which is the name that older pages bear. Spelling as in the resolutions.
"""

import re
from dataclasses import dataclass

from parsers.text import folded

IN_FORCE = "2025-07-01"
SOURCE = "Resolution 202/2025/QH15, 12 June 2025"

# Today's name, then the names it had or took in.
_UNITS = (
    ("An Giang", "An Giang", "Kiên Giang"),
    ("Bắc Ninh", "Bắc Giang", "Bắc Ninh"),
    ("Cà Mau", "Bạc Liêu", "Cà Mau"),
    ("Cao Bằng", "Cao Bằng"),
    ("Cần Thơ", "Cần Thơ", "Hậu Giang", "Sóc Trăng"),
    ("Đà Nẵng", "Đà Nẵng", "Quảng Nam"),
    ("Đắk Lắk", "Đắk Lắk", "Phú Yên"),
    ("Điện Biên", "Điện Biên"),
    ("Đồng Nai", "Bình Phước", "Đồng Nai"),
    ("Đồng Tháp", "Đồng Tháp", "Tiền Giang"),
    ("Gia Lai", "Bình Định", "Gia Lai"),
    ("Hà Nội", "Hà Nội"),
    ("Hà Tĩnh", "Hà Tĩnh"),
    ("Hải Phòng", "Hải Dương", "Hải Phòng"),
    ("Hồ Chí Minh", "Bà Rịa - Vũng Tàu", "Bình Dương", "Hồ Chí Minh"),
    ("Huế", "Thừa Thiên Huế"),
    ("Hưng Yên", "Hưng Yên", "Thái Bình"),
    ("Khánh Hòa", "Khánh Hòa", "Ninh Thuận"),
    ("Lai Châu", "Lai Châu"),
    ("Lạng Sơn", "Lạng Sơn"),
    ("Lào Cai", "Lào Cai", "Yên Bái"),
    ("Lâm Đồng", "Bình Thuận", "Đắk Nông", "Lâm Đồng"),
    ("Nghệ An", "Nghệ An"),
    ("Ninh Bình", "Hà Nam", "Nam Định", "Ninh Bình"),
    ("Phú Thọ", "Hòa Bình", "Phú Thọ", "Vĩnh Phúc"),
    ("Quảng Ngãi", "Kon Tum", "Quảng Ngãi"),
    ("Quảng Ninh", "Quảng Ninh"),
    ("Quảng Trị", "Quảng Bình", "Quảng Trị"),
    ("Sơn La", "Sơn La"),
    ("Tây Ninh", "Long An", "Tây Ninh"),
    ("Thái Nguyên", "Bắc Kạn", "Thái Nguyên"),
    ("Thanh Hóa", "Thanh Hóa"),
    ("Tuyên Quang", "Hà Giang", "Tuyên Quang"),
    ("Vĩnh Long", "Bến Tre", "Trà Vinh", "Vĩnh Long"),
)
# Spellings in use beside the official one, folded. Accents, case, dots and hyphens need no entry.
_ALSO = {
    "bac can": "Bắc Kạn",
    "dac lac": "Đắk Lắk",
    "dac nong": "Đắk Nông",
    "hcm": "Hồ Chí Minh",
    "hcmc": "Hồ Chí Minh",
    "tphcm": "Hồ Chí Minh",
    "sai gon": "Hồ Chí Minh",
    "ho chi minh city": "Hồ Chí Minh",
    "vung tau": "Bà Rịa - Vũng Tàu",
    "brvt": "Bà Rịa - Vũng Tàu",
}
_RANK = re.compile(r"^(?:tinh|thanh pho|tp) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """One province: its name until 30 June 2025 (`old`), and the name of the unit that it is, or is part of, since."""

    old: str
    new: str


PROVINCES: tuple[Province, ...] = tuple(
    sorted((Province(old=old, new=new) for new, *former in _UNITS for old in former), key=lambda one: folded(one.old))
)


def province_now(name: str | None) -> str | None:
    """Return today's name of a province by its old or new name, however typed; None for None and for the unknown."""
    return _NEW.get(_key(name)) if name else None


def formerly(new: str) -> tuple[str, ...]:
    """Return the names, until 30 June 2025, of the provinces that make up a unit of today; () for the unknown."""
    return _FORMER.get(_key(new), ())


def find(text: str) -> tuple[str, ...] | None:
    """Return the old names that a typed name stands for, or None when no province bears it.

    A name still in use stands for all that the unit took in ("lam dong": Bình Thuận, Đắk Nông, Lâm Đồng); a name no
    longer in use stands for itself. Accents, case, hyphens and a leading "tỉnh" or "TP." do not matter.
    """
    old = _OLD.get(_key(text))
    return formerly(old or text) or ((old,) if old else None)


def _key(name: str) -> str:
    """Return the form in which names are compared: folded, without rank, hyphens and dots as single spaces."""
    plain = " ".join(re.sub(r"[-–.,_]", " ", folded(name)).split())
    return _RANK.sub("", plain)


_FORMER = {_key(new): tuple(former) for new, *former in _UNITS}
_OLD = {_key(one.old): one.old for one in PROVINCES} | _ALSO
_NEW = (
    {_key(new): new for new, *_ in _UNITS}
    | {_key(one.old): one.new for one in PROVINCES}
    | {key: next(one.new for one in PROVINCES if one.old == old) for key, old in _ALSO.items()}
)
