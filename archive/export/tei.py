"""TEI P5 (Guidelines §2, §15): one teiCorpus, a TEI element per article.

The header of each says what the text is (titleStmt), how it came here (publicationStmt) and from which page (sourceDesc, with
the capture that proves it). Photos are figures with their caption as head. Characters that XML 1.0 cannot hold become U+FFFD.
"""

import re
from typing import TextIO
from urllib.parse import quote

from lxml import etree

from archive.citation import Citation
from archive.errors import NotFound
from archive.export.selection import Selection, Written
from archive.record import Record
from archive.version import tool_version

_TEI = "http://www.tei-c.org/ns/1.0"
_ID, _LANG = "{http://www.w3.org/XML/1998/namespace}id", "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
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
        stream.write(etree.tostring(_article(record, source), encoding="unicode") + "\n")
        count += 1
    if not count:
        raise NotFound("no article was found, and a TEI corpus holds at least one; nothing was written")
    stream.write("</teiCorpus>\n")
    return Written(count=count)


def _article(record: Record, source: Citation) -> etree._Element:
    root = etree.Element("TEI")  # in the namespace that the corpus declares
    root.set(_ID, source.key)
    root.set(_LANG, source.language)
    header = _add(root, "teiHeader")
    file = _add(header, "fileDesc")
    _title(file, source)
    published = _add(file, "publicationStmt")
    _add(published, "authority", f"tintinh {tool_version()}")
    _add(published, "idno", source.key, type="tintinh")
    _add(_add(published, "availability"), "p", _OWNER)
    _source(_add(file, "sourceDesc"), source)
    profile = _add(header, "profileDesc")
    _add(_add(profile, "langUsage"), "language", ident=source.language)
    if source.section or source.tags:
        keywords = _add(_add(profile, "textClass"), "keywords")
        if source.section:
            _add(keywords, "term", source.section, type="section")
        for tag in source.tags:
            _add(keywords, "term", tag, type="tag")
    _text(_add(_add(_add(root, "text"), "body"), "div", type="article"), record)
    return root


def _title(file: etree._Element, source: Citation) -> None:
    statement = _add(file, "titleStmt")
    _add(statement, "title", source.title)
    for name in source.authors:
        _add(statement, "author", name)


def _source(description: etree._Element, source: Citation) -> None:
    """Say which page the text was read from, and which kept bytes prove it."""
    bibl = _add(description, "bibl")
    _add(bibl, "title", source.title, level="a")
    for name in source.authors:
        _add(bibl, "author", name)
    _add(bibl, "publisher", source.site)
    if source.published:
        _add(bibl, "date", source.published, type="published", when=source.published[:10])
    _add(bibl, "ref", source.url, target=_pointer(source.url))
    if source.captured:
        _add(bibl, "date", source.captured, type="archived", when=source.captured)
    for kind, value in (
        ("warc-record", source.record_id),
        ("payload-digest", source.payload_digest),
        ("warc-file", source.file),
    ):
        if value:
            _add(bibl, "idno", value, type=kind)


def _text(division: etree._Element, record: Record) -> None:
    _add(division, "head", record["title"])
    if record["byline"]:
        _add(division, "byline", record["byline"])
    if record["lede"]:
        _add(_add(division, "argument"), "p", record["lede"])
    for photo in record["photos"]:
        figure = _add(division, "figure")
        if photo["caption"]:
            _add(figure, "head", photo["caption"])
        _add(figure, "graphic", url=_pointer(photo["url"]))
        if photo["credit"]:
            _add(_add(figure, "bibl"), "author", photo["credit"])
    for paragraph in record["body"]:
        _add(division, "p", paragraph)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, name, {key: _clean(value) for key, value in attributes.items()})
    child.text = _clean(text) if text is not None else None
    return child


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", " ".join(text.split()))


def _pointer(url: str) -> str:
    """Return an address as teidata.pointer wants it: a URI without blanks."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~-._")
