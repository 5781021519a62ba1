"""The next page of a list that only a script asks for: the forms of ASP.NET, SharePoint and Liferay's VCMS.

No script is run. The pagers of these systems are alike on all their sites, and what a click would send is written in
the page: the form's fields, and the call with its arguments. Seen on Vietnamese portals: `__doPostBack` of WebForms (a
GridView's `Page$2`, link buttons, AspNetPager), `SubmitFormPost` of SharePoint's lists, `submitForm('2','')` of VCMS
(mps.gov.vn, 2026), which posts to /c/portal/render_portlet.
"""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from lxml import etree

from parsers import forms
from parsers.addresses import parts_of
from parsers.article import Link, Post
from parsers.element_text import text_of
from parsers.page import Page
from parsers.text import folded
from parsers.tree import Element, search

_CALLS = etree.XPath(
    "descendant::*[self::a or self::input or self::span or self::li][contains(@href, $call) or contains(@onclick, $call)]"
)
_FORMS = etree.XPath("descendant::form")
_POSTBACK = re.compile(
    r"(?:__doPostBack|WebForm_PostBackOptions)\(\s*(['\"])(?P<target>[^'\"]{1,300})\1\s*,\s*(['\"])(?P<argument>[^'\"]{0,100})\3"
)
_SHAREPOINT = re.compile(r"SubmitFormPost\(\s*(['\"])(?P<url>[^'\"]{1,2000})\1")
_VCMS = re.compile(r"(?P<space>\w{0,100}?)submitForm\(\s*['\"](?P<number>\d{1,5})['\"]\s*,\s*['\"]['\"]")
_RENDER = re.compile(r"/c/portal/render_portlet\?[^'\"\s<>\\]{1,1500}")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_ARGUMENT = re.compile(r"(?:Page\$)?(\d{1,5})")
# A postback is also how these pages log in, search and turn the leaves of a calendar.
_OTHER_USE = re.compile(
    r"log_?(?:in|on|out|off)|dang_?nhap|sign_?in|search|tim_?kiem|calendar|lich|vote|binh_?chon", re.IGNORECASE
)
_MOST_TURNS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """One link of a pager. `number` is the page it leads to, None for "next". Links of one pager have one `pager`."""

    element: Element
    number: int | None
    pager: str
    target: str = ""
    argument: str = ""


def posted_next(page: Page, number: int, *, phrases: Set[str]) -> Link | None:
    """Return the link to the next page of a list if a form must be posted for it, or None.

    `number` is which page of the list this one is. Where the pager shows another one, the link leads to the page after that.
    `phrases` are the texts, folded or as they stand, that say "next page".
    """
    if b"PostBack" in page.body and (found := _postback(page, number, phrases)):
        return found
    if b"SubmitFormPost(" in page.body and (found := _sharepoint(page, number)):
        return found
    return _vcms(page, number) if b"submitForm(" in page.body else None


def _postback(page: Page, number: int, phrases: Set[str]) -> Link | None:
    turns = [turn for element in _calls(page, "PostBack") if (turn := _turn(element, phrases))]
    found = _following(turns, number)
    if found is None:
        return None
    turn, wanted = found
    form = _form_round(page, turn.element)
    if form is None or not any(name.startswith("__") for name, _ in forms.fields_of(form)):
        return None
    event = {"__EVENTTARGET": turn.target, "__EVENTARGUMENT": turn.argument}
    body = forms.encoded(forms.with_values(forms.fields_of(form), event))
    identity = urlencode([("pager", turn.pager), *forms.chosen(form)])
    return _link(forms.action_of(page, form), body, wanted, identity)


def _turn(element: Element, phrases: Set[str]) -> _Turn | None:
    match = _POSTBACK.search(_script(element))
    if match is None or _OTHER_USE.search(match["target"]):
        return None
    target, argument, text = match["target"], match["argument"], _label(element)
    if given := _ARGUMENT.fullmatch(argument):
        if not argument.startswith("Page$") and text != given[1]:
            return None  # a calendar's day, the id of a row
        return _Turn(element=element, number=int(given[1]), pager=target, target=target, argument=argument)
    if argument and argument.removeprefix("Page$") not in ("Next", "next"):
        return None
    # Link buttons: each has a name of its own, which differs from its neighbours' in a counter.
    pager = re.sub(r"\d+", "", target)
    if not argument and text.isdecimal() and len(text) < 6:
        return _Turn(element=element, number=int(text), pager=pager, target=target, argument=argument)
    if argument or folded(text) in phrases or text in phrases:
        return _Turn(element=element, number=None, pager=target, target=target, argument=argument)
    return None


def _sharepoint(page: Page, number: int) -> Link | None:
    """SharePoint's list view names the first row of the page it leads to; the way back is marked PagedPrev."""
    here = _first_row(page.url)
    for element in _calls(page, "SubmitFormPost("):
        match = _SHAREPOINT.search(_script(element))
        url = forms.same_origin(page, _unescaped(match["url"])) if match else None
        if url is None or "PagedPrev=TRUE" in url or _first_row(url) <= here:
            continue
        form = _form_round(page, element)
        body = forms.encoded(forms.fields_of(form)) if form is not None else ""
        query = urlencode(sorted(parse_qsl(parts_of(url).query, keep_blank_values=True)))
        return _link(url, body, number + 1, query)
    return None


def _first_row(url: str) -> int:
    values = dict(parse_qsl(parts_of(url).query))
    first = values.get("PageFirstRow", "")
    return int(first) if first.isdecimal() and len(first) < 9 else 1


def _vcms(page: Page, number: int) -> Link | None:
    turns = []
    for element in _calls(page, "submitForm("):
        if match := _VCMS.search(_script(element)):
            turns.append(_Turn(element=element, number=int(match["number"]), pager=match["space"]))
    found = _following(turns, number)
    if found is None:
        return None
    turn, wanted = found
    form = _form_round(page, turn.element, name=turn.pager)
    space = turn.pager or _namespace(form)
    if not space:
        return None
    field = {f"{space}page": str(wanted)}
    if form is not None:
        url, body = forms.action_of(page, form), forms.encoded(forms.with_values(forms.fields_of(form), field))
    else:
        portlet = space.strip("_")
        address = next((one for one in _RENDER.findall(page.text) if portlet in one), "")
        url, body = forms.same_origin(page, address.replace("&amp;", "&")), urlencode(field)
    return _link(url, body, wanted, urlencode({"pager": space}))


def _namespace(form: Element | None) -> str:
    names = (name for name, _ in forms.fields_of(form)) if form is not None else iter(())
    return next((name.removesuffix("page") for name in names if name.endswith("_page")), "")


def _following(turns: list[_Turn], number: int) -> tuple[_Turn, int] | None:
    """Return the link to the next page, and that page's number; the pager with most links goes first."""
    pagers: dict[str, dict[int, _Turn]] = {}
    for turn in turns:
        if turn.number is not None:
            pagers.setdefault(turn.pager, {}).setdefault(turn.number, turn)
    shown = number
    for numbers in sorted(pagers.values(), key=len, reverse=True):
        here = _shown(numbers.keys(), number)
        if here + 1 in numbers:
            return numbers[here + 1], here + 1
        shown = here if len(numbers) > 1 else shown
    following = next((turn for turn in turns if turn.number is None), None)
    return (following, shown + 1) if following else None


def _shown(linked: Iterable[int], expected: int) -> int:
    """Return which page a pager shows: its number is the one that is no link. `expected`, where that cannot be told."""
    numbers = set(linked)
    gaps = [one - 1 for one in numbers if one > 1 and one - 1 not in numbers]
    gaps = [gap for gap in gaps if gap == 1 or gap - 1 in numbers]
    return gaps[0] if len(gaps) == 1 else expected


def _link(url: str | None, body: str, number: int, identity: str) -> Link | None:
    if url is None or len(body) > forms.MOST_BYTES:
        return None
    return Link(url=url, role="next", post=Post(body=body, media_type=forms.FORM, page=number, identity=identity))


def _calls(page: Page, call: str) -> list[Element]:
    if page.root is None:
        return []
    found = _CALLS(page.root, call=call)
    assert isinstance(found, list)
    return [one for one in found[:_MOST_TURNS] if isinstance(one, Element)]


def _script(element: Element) -> str:
    return f"{element.get('onclick') or ''} {element.get('href') or ''}"[:5000]


def _label(element: Element) -> str:
    """Return what a link says: its text, or that of its title or picture."""
    picture = next(element.iter("img"), None)
    said = (
        text_of(element),
        element.get("title"),
        picture.get("alt") if picture is not None else "",
        element.get("value"),
    )
    return next((text.strip() for text in said if text and text.strip()), "")


def _form_round(page: Page, element: Element, name: str = "") -> Element | None:
    """Return the form that holds an element, or the one of the page that is named after it, or that has a page's state.

    libxml2 closes a form early where its tables are not well nested.
    """
    around = next(element.iterancestors("form"), None)
    if around is not None:
        return around
    form: Element
    for form in search(_FORMS, page.root):
        names = [field for field, _ in forms.fields_of(form)]
        if (name and any(one.startswith(name) for one in names)) or (not name and "__VIEWSTATE" in names):
            return form
    return None


def _unescaped(text: str) -> str:
    """Undo the escapes of a JavaScript string."""
    return _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text).replace("\\/", "/")
