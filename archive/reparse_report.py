"""What a reparse came to: counts by site and reason, and for each field how many texts change, with examples."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_EXAMPLES = 3  # of each field
_REFUSALS = 100  # told one by one; the counts hold them all
_WIDTH, _BEFORE = 80, 20  # characters of an example, and how many of them stand before the difference
_DERIVED = ("caption", "published_raw", "photos")  # the photos are compared part by part


@dataclass(slots=True)
class Counts:
    """Counts of one site. `versions` are new versions; `none` are addresses that give no article even now, by reason."""

    same: int = 0
    changed: int = 0
    new: int = 0
    versions: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    none: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Counts") -> None:
        """Add the counts of another part of the work."""
        for name in ("same", "changed", "new", "versions"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.refused.update(other.refused)
        self.none.update(other.none)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as JSON has them."""
        numbers = {name: getattr(self, name) for name in ("same", "changed", "new", "versions")}
        return {**numbers, "refused": dict(sorted(self.refused.items())), "none": dict(sorted(self.none.items()))}


@dataclass(slots=True)
class Tally:
    """Everything counted in a part of the work; parts are added up once they are committed."""

    sites: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    fields: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    refusals: list[dict[str, Any]] = field(default_factory=list)

    def differ(self, article: int | str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Count the fields in which two readings of a text differ, and keep the first of each as examples."""
        for name, old, new in differences(before, after):
            self.fields[name] += 1
            if len(self.examples[name]) < _EXAMPLES:
                self.examples[name].append({"article": article, **shortened(old, new)})

    def refuse(self, site: str, reason: str, *, article: int | None, url: str, message: str) -> None:
        """Count an article that today's parser refuses."""
        self.sites[site].refused[reason] += 1
        self.refusals.append({"article": article, "url": url, "reason": reason, "message": message})

    def add(self, other: "Tally") -> None:
        """Add another part of the work."""
        for site, counts in other.sites.items():
            self.sites[site].add(counts)
        self.fields.update(other.fields)
        for name, examples in other.examples.items():
            self.examples[name] = [*self.examples[name], *examples][:_EXAMPLES]
        self.refusals = [*self.refusals, *other.refusals][:_REFUSALS]

    def as_dict(self) -> dict[str, Any]:
        """Return `total`, `sites`, `fields` and `refusals` as JSON has them."""
        total = Counts()
        for one in self.sites.values():
            total.add(one)
        sums = total.as_dict() | {"refused": total.refused.total(), "none": total.none.total()}
        found = {
            name: {"changed": count, "examples": self.examples[name]} for name, count in sorted(self.fields.items())
        }
        sites = {site: counts.as_dict() for site, counts in sorted(self.sites.items())}
        return {"total": sums, "sites": sites, "fields": found, "refusals": self.refusals}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield field, old text and new text where two readings differ; both have the shape of `versions.fields`."""
    old, new = _texts(before), _texts(after)
    for name in old | new:
        if old.get(name, "") != new.get(name, ""):
            yield name, old.get(name, ""), new.get(name, "")


def _texts(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return every field as one text; what is missing is empty."""
    texts = {name: _text(value) for name, value in fields.items() if name not in _DERIVED}
    photos = fields.get("photos") or ()
    for name, part in (("photos", "url"), ("caption", "caption"), ("credit", "credit")):
        texts[name] = _text([photo.get(part) for photo in photos])
    return texts


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " | ".join(_text(one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else str(value)


def shortened(before: str, after: str) -> dict[str, str]:
    """Return both texts cut to where they begin to differ, on one line each."""
    same = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    first = max(0, (min(len(before), len(after)) if same is None else same) - _BEFORE)
    return {"before": _cut(before, first), "after": _cut(after, first)}


def _cut(text: str, first: int) -> str:
    piece = text[first : first + _WIDTH].replace("\n\n", " ¶ ").replace("\n", " ")
    return ("…" if first and text else "") + piece + ("…" if first + _WIDTH < len(text) else "")
