"""Generated Vietnamese articles for benchmarks/search.py: seeded, of the size and the vocabulary of the real ones.

Syllables are onset, rime and tone; how often each occurs follows Zipf's law. Sentences are made first, and articles of
sentences, so that whole phrases come back, as they do in news. Nothing here is text that anybody wrote.
"""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from archive.folding import words
from parsers.article import Article, Parsed, Photo, Provenance
from parsers.provinces import PROVINCES
from parsers.site import Site

SYLLABLES = 10_400
SITES = 20
_SENTENCES = 120_000
_FIRST_DAY, _DAYS = date(2011, 1, 1), 15 * 365
_ONSETS = ["", *words("b c ch d đ g gh gi h k kh l m n ng nh ph qu r s t th tr v x")]
_RIMES = words(
    "a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch "
    "êm ên ênh êp êt êu i ia ich im in inh ip it iêc iêm iên iêng iêp iêt iêu o oa oai oan oang oc oi om on ong op ot oe "
    "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uôc uôi uôn uông uôt uy uyên uyêt uê ư ưa ưc ưi "
    "ưng ưt ươc ươi ươm ươn ương ươp ươt ưu"
)
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_VOWELS = "aăâeêioôơuưy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """One article as a parser would give it, and what else a row needs."""

    parsed: Parsed
    site: Site
    key: str


def sites() -> tuple[Site, ...]:
    """Return the sites, each of another province."""
    provinces = [one.old for one in PROVINCES][:SITES]
    return tuple(
        Site(
            id=f"baovidu{number:02}",
            name=f"Báo Ví Dụ {number}",
            province=province,
            kind="newspaper",
            hosts=(f"baovidu{number:02}.vn",),
            seeds=(f"https://baovidu{number:02}.vn/",),
            article_url=r"-post\d+\.html$",
            layouts=(),
        )
        for number, province in enumerate(provinces, 1)
    )


def syllables(seed: int = 1) -> tuple[str, ...]:
    """Return all syllables, the commonest first."""
    found = {_toned(onset + rime, tone) for onset in _ONSETS for rime in _RIMES for tone in _TONES}
    chosen = sorted(found)
    random.Random(seed).shuffle(chosen)
    return tuple(chosen[:SYLLABLES])


def _toned(syllable: str, tone: str) -> str:
    """Put the tone on the last vowel of two, the middle one of three: near enough to how it is written."""
    places = [at for at, letter in enumerate(syllable) if letter in _VOWELS]
    at = places[-1] if len(places) < 3 or not syllable.endswith(("i", "o", "u", "y")) else places[-2]
    return unicodedata.normalize("NFC", syllable[: at + 1] + tone + syllable[at + 1 :])


def articles(count: int, seed: int = 1) -> Iterator[Generated]:
    """Yield articles in the order of their days: title 12 syllables, lede 35, caption 18, body about 600."""
    chance = random.Random(seed)
    sentences = _sentences(chance)
    all_sites = sites()
    for number in range(count):
        day = _FIRST_DAY + timedelta(days=number * _DAYS // count)
        site = all_sites[chance.randrange(SITES)]
        title, caption, *rest = chance.choices(sentences, k=42)
        yield Generated(parsed=_parsed(title, caption, rest, day, site), site=site, key=f"{site.id}/{number}")


def _parsed(title: str, caption: str, rest: list[str], day: date, site: Site) -> Parsed:
    body = tuple(". ".join(rest[start : start + 5]) + "." for start in range(2, len(rest), 5))
    article = Article(
        title=title,
        lede=". ".join(rest[:2]) + ".",
        body=body,
        photos=(Photo(url=f"https://{site.hosts[0]}/anh.jpg", caption=caption, credit="Văn Ví Dụ"),),
        published=day.isoformat(),
        published_raw=day.strftime("%d/%m/%Y"),
        published_precision="day",
        byline="Trần Ví Dụ",
        section="Thời sự",
        provenance=(Provenance(field="title", rule="h1", raw=title),),
    )
    return Parsed(kind="article", article=article, site_id=site.id, layout="2020")


def _sentences(chance: random.Random) -> list[str]:
    vocabulary = syllables()
    weights = list(accumulate(1 / (rank + 12) for rank in range(len(vocabulary))))
    found = []
    for _ in range(_SENTENCES):
        chosen = chance.choices(vocabulary, cum_weights=weights, k=chance.randrange(10, 21))
        found.append(" ".join(chosen).capitalize())
    return found
