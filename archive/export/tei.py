"""TEI P5 (Guidelines §2, §15): one teiCorpus, a TEI element per article.

The header of each says what the text is (titleStmt), how it came here (publicationStmt) and from which page (sourceDesc, with
the capture that proves it). Photos are figures with their caption as head. Characters that XML 1.0 cannot hold become U+FFFD.
"""

import re
from collections.abc import Iterator
from typing import TextIO
from urllib.parse import quote

from archive.citation import Citation
from archive.errors import NotFound
from archive.export.selection import Selection, Written
from archive.record import Record
from archive.version import tool_version

_TEI = "http://www.tei-c.org/ns/1.0"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTE = '"'
_OWNER = "The text and the photos belong to the publisher of the source."
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<teiCorpus xmlns="{namespace}">
<teiHeader><fileDesc>
<titleStmt><title>Articles of Vietnamese provincial news portals</title></titleStmt>
<publicationStmt><authority>tintinh {version}</authority><availability><p>{owner}</p></availability></publicationStmt>
<sourceDesc><p>Each text names the page it was read from.</p></sourceDesc>
</fileDesc></teiHeader>
"""


def write(selection: Selection, stream: TextIO) -> Written:
    """Write the corpus. Raises NotFound when there is no article: a teiCorpus holds at least one text."""
    count = 0
    for record, source in selection.records_cited():
        if not count:
            stream.write(_HEAD.format(namespace=_TEI, version=tool_version(), owner=_OWNER))
        stream.write(_article(record, source) + "\n")
        count += 1
    if not count:
        raise NotFound("no article was found, and a TEI corpus holds at least one; nothing was written")
    stream.write("</teiCorpus>\n")
    return Written(count=count)


def _article(record: Record, source: Citation) -> str:
    names = [_element("author", name) for name in source.authors]
    file = _around(
        "fileDesc",
        _around("titleStmt", _element("title", source.title), *names),
        _around(
            "publicationStmt",
            _element("authority", f"tintinh {tool_version()}"),
            _element("idno", source.key, type="tintinh"),
            _around("availability", _element("p", _OWNER)),
        ),
        _around("sourceDesc", _source(source, names)),
    )
    terms = [_element("term", source.section, type="section")] if source.section else []
    terms += [_element("term", tag, type="tag") for tag in source.tags]
    profile = _around(
        "profileDesc",
        _around("langUsage", _element("language", ident=source.language)),
        _around("textClass", _around("keywords", *terms)) if terms else "",
    )
    text = _around("text", _around("body", _around("div", *_text(record), type="article")))
    about = {"xml:id": source.key, "xml:lang": source.language}
    return _around("TEI", _around("teiHeader", file, profile), text, **about)


def _source(source: Citation, names: list[str]) -> str:
    """Say which page the text was read from, and which kept bytes prove it."""
    parts = [_element("title", source.title, level="a"), *names, _element("publisher", source.site)]
    if source.published:
        parts.append(_element("date", source.published, type="published", when=source.published[:10]))
    parts.append(_element("ref", source.url, target=_pointer(source.url)))
    if source.captured:
        parts.append(_element("date", source.captured, type="archived", when=source.captured))
    evidence = {"warc-record": source.record_id, "payload-digest": source.payload_digest, "warc-file": source.file}
    parts += [_element("idno", value, type=kind) for kind, value in evidence.items() if value]
    return _around("bibl", *parts)


def _text(record: Record) -> Iterator[str]:
    yield _element("head", record["title"])
    if record["byline"]:
        yield _element("byline", record["byline"])
    if record["lede"]:
        yield _around("argument", _element("p", record["lede"]))
    for photo in record["photos"]:
        yield _around(
            "figure",
            _element("head", photo["caption"]) if photo["caption"] else "",
            _element("graphic", url=_pointer(photo["url"])),
            _around("bibl", _element("author", photo["credit"])) if photo["credit"] else "",
        )
    for paragraph in record["body"]:
        yield _element("p", paragraph)


def _element(name: str, text: str = "", **attributes: str) -> str:
    return _around(name, _escaped(text), **attributes)


def _around(name: str, *content: str, **attributes: str) -> str:
    """Return an element. Strings: a tree of lxml for each article takes three times as long."""
    quoted = ""
    for key, value in attributes.items():
        quoted += f' {key}="{_escaped(value).replace(_QUOTE, "&quot;")}"'
    return f"<{name}{quoted}>{''.join(content)}</{name}>"


def _escaped(text: str) -> str:
    """Return a text as content (XML 1.0 §2.4), on one line."""
    if not text.isprintable() or "  " in text or text != text.strip():
        text = _NO_XML.sub("\ufffd", " ".join(text.split()))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _pointer(url: str) -> str:
    """Return an address as teidata.pointer wants it: a URI without blanks."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~-._")
