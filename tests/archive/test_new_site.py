"""From one article page to a site module that reads it: over the demonstration's portals and a page of no family."""

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.draft.address import article_url_of, id_of, is_local, kind_of, province_of
from archive.draft.handles import selector_for
from archive.draft.page import guessed_layout
from archive.draft.report import report_lines
from archive.draft.site import Draft, Saved, bare_site, drafted
from archive.draft.source import module_text
from archive.errors import BadQuery, NotFound
from archive.new_site import Wishes, new_site
from demo.portal import Portal
from parsers.dates import VIETNAM
from parsers.layout import Layout
from parsers.page import Page
from parsers.site import Site
from parsers.sites import site_of
from tests.scraper.raw_server import Answer, RawServer

ROOT = Path(__file__).resolve().parents[2]
URL = "https://www.baovidu.vn/doi-song/tram-nuoc-sach-123456.html"
OWN = """<html><head><title>Xã Ví Dụ đón trạm nước sạch mới - Báo Ví Dụ</title>
<meta property="og:site_name" content="Báo &quot;Ví Dụ&quot;"></head><body>
<div id="top"><span class="clock">Chủ nhật, 22/11/2026</span></div>
<div class="main"><h1 class="tit-bai">Xã Ví Dụ đón trạm nước sạch mới</h1>
<span class="ngay-dang">Thứ Năm, 05/03/2026 - 07:15</span>
<div class="tom-tat">Sáng 4/3, xã Ví Dụ khánh thành trạm nước sạch đầu tiên cho hơn hai trăm hộ dân.</div>
<div id="noi-dung"><p>Trạm lấy nước từ hồ trên núi, lọc qua ba bể cát rồi đưa về từng xóm bằng ống nhựa.</p>
<p>Ông Lê Văn Thử, trưởng xóm, nói bà con đã chờ trạm này bảy năm nay, từ mùa hạn lớn.</p>
<figure><img src="/a.jpg"><figcaption>Vòi nước ở cổng trường.</figcaption></figure>
<p>Huyện sẽ xây thêm hai trạm nữa trong năm nay ở các xã vùng cao.</p>
<div class="tin-lien-quan"><a href="/b-2.html">Một tin khác của báo</a></div>
<p style="text-align:right"><b>Thu Thử</b></p></div></div>
<ul><li><a href="/x-1.html">Một tin khác của báo này hôm nay</a> <span class="date">01/01/2026</span></li></ul>
<div class="footer"><p>Cơ quan chủ quản: một dòng rất dài ở cuối trang mà không ai coi là nội dung của bài viết nào.</p></div>
</body></html>"""


@pytest.fixture(autouse=True)
def no_folder_of_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TINTINH_SITES", raising=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "saved.html"
    file.write_text(OWN, "utf-8")
    return file


def make(source: Path | str, into: Path, url: str | None = URL, **wishes: Any) -> dict[str, Any]:
    return new_site(str(source), url=url, wishes=Wishes(into=into, **wishes), agent="tintinh/test")


def run(
    *arguments: str, sites: Path | None = None, code: int = 0, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "TINTINH_SITES"}
    environment |= {"TINTINH_SITES": str(sites)} if sites else {}
    done = subprocess.run(
        [sys.executable, "-m", "tintinh", *arguments], capture_output=True, text=True, env=environment, cwd=cwd
    )
    assert done.returncode == code, done.stderr
    return done


def site_in(module: str) -> Site:
    spec = importlib.util.spec_from_file_location("drafted_site", module)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    site = loaded.SITE
    assert isinstance(site, Site)
    return site


@pytest.mark.parametrize("letter", ["a", "b"])
def test_from_an_address_of_a_portal_to_its_article(letter: str, tmp_path: Path) -> None:
    with Portal() as portal:
        story = next(one for one in portal.expected() if one["site"] == letter and one["photos"] and one["lede"])
        done = run("new-site", story["url"], "--id", "moi", "--into", str(tmp_path / "sites"), "--json")
    told = json.loads(done.stdout)
    assert told["family"] == {"a": "vnportal", "b": "liferay"}[letter]
    assert len(Path(told["module"]).read_text().splitlines()) <= 20
    saved = tmp_path / "sites" / "moi" / "article" / "page.html"
    read = json.loads(run("parse", str(saved), "--json", sites=tmp_path / "sites").stdout)
    assert (read["kind"], read["site"], read["problems"]) == ("article", "moi", [])
    for field in ("url", "title", "lede", "photos", "body", "published", "byline"):
        assert read["article"][field] == story[field], field
    expected = json.loads(saved.with_name("article.json").read_text())
    assert expected == {name: read["article"][name] for name in expected}


def test_a_page_of_no_family(page: Path, tmp_path: Path) -> None:
    told = make(page, tmp_path / "sites", province="lam dong")
    site = site_in(told["module"])
    assert (site.id, site.name, site.province, site.kind) == ("baovidu", 'Báo "Ví Dụ"', "Lâm Đồng", "newspaper")
    assert (site.hosts, site.seeds) == (("baovidu.vn",), ("https://www.baovidu.vn/",))
    assert (site.article_url, site.verified, site.local) == (r"-\d{3,}\.html$", None, False)
    (layout,) = site.layouts
    assert (layout.title, layout.lede, layout.published) == ("h1.tit-bai", ".tom-tat", ".ngay-dang")
    assert (layout.body, layout.drop) == ("#noi-dung", ("#noi-dung .tin-lien-quan",))
    saved = tmp_path / "sites" / "baovidu" / "article" / "page.html"
    assert saved.read_bytes() == page.read_bytes()
    article = json.loads(run("parse", str(saved), "--json", sites=tmp_path / "sites").stdout)["article"]
    assert (article["published"], article["byline"]) == ("2026-03-05T07:15+07:00", "Thu Thử")
    assert [photo["caption"] for photo in article["photos"]] == ["Vòi nước ở cổng trường."]
    assert len(article["body"]) == 3
    assert article["lede"].startswith("Sáng 4/3")


def test_what_is_told(page: Path, tmp_path: Path) -> None:
    told = make(page, tmp_path / "sites")
    fields = {one["field"]: (one["text"], one["rule"]) for one in told["fields"]}
    assert fields["title"] == ("Xã Ví Dụ đón trạm nước sạch mới", "h1.tit-bai")
    assert fields["body"] == ("3 paragraphs: Trạm lấy nước từ hồ trên núi, lọc ...", "#noi-dung")
    assert fields["source"] == (None, None)
    lines = list(report_lines(told))
    assert any(line.split()[:2] == ["published", "2026-03-05T07:15+07:00"] for line in lines)
    assert sum(line.startswith("next: ") for line in lines) == 2


def test_the_golden_says_what_is_known_of_the_page(tmp_path: Path) -> None:
    with Portal() as portal:
        url = portal.expected()[0]["url"]
        told = new_site(url, url=None, wishes=Wishes(into=tmp_path), agent="tintinh/test")
    note = json.loads((Path(told["golden"]) / "page.json").read_text())
    assert (note["url"], note["kind"]) == (url, "article")
    assert note["content_type"].startswith("text/html")
    assert note["captured"].endswith("+07:00")
    site = site_in(told["module"])
    assert site.local
    assert site.layouts[0].name == note["captured"][:4]


@pytest.mark.parametrize("family", [True, False])
def test_the_module_is_written_as_the_house_writes(family: bool, page: Path, tmp_path: Path) -> None:
    if family:
        golden = ROOT / "tests" / "fixtures" / "cms-vnportal" / "article"
        url = json.loads((golden / "page.json").read_text())["url"]
        told = make(golden / "page.html", tmp_path / "sites", url)
        assert "from parsers.cms.vnportal import VNPORTAL" in Path(told["module"]).read_text()
    else:
        told = make(page, tmp_path / "sites")
    config = f"--config={ROOT / 'pyproject.toml'}"
    for arguments in (["format", "--check", config], ["check", config]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, told["module"]], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "folder", sorted((ROOT / "tests/fixtures").glob("cms-*/article")), ids=lambda one: one.parent.name
)
def test_every_family_s_article(folder: Path, tmp_path: Path) -> None:
    note = json.loads((folder / "page.json").read_text())
    told = make(folder / "page.html", tmp_path, note["url"], id="moi")
    assert told["family"] == note["cms"]
    assert told["layout"].startswith(f"parsers.cms.{note['cms']}.")
    site = site_in(told["module"])
    assert site.article_url is None or site.is_article_address(note["url"].partition("example.vn")[2])
    assert site.article_url or note["cms"] == "drupal"  # three words in a path tell nothing
    expected = json.loads((folder / "article.json").read_text())
    written = json.loads((tmp_path / "moi" / "article" / "article.json").read_text())
    assert {name: written[name] for name in expected if name in written} == {
        name: value for name, value in expected.items() if name in written
    }


def test_a_family_s_page_with_its_date_elsewhere(tmp_path: Path) -> None:
    golden = ROOT / "tests" / "fixtures" / "cms-vnportal" / "no-lede"
    body = (golden / "page.html").read_bytes()
    assert b'class="PostDate"' in body
    (tmp_path / "p.html").write_bytes(body.replace(b'class="PostDate"', b'class="ngay-dang"'))
    told = make(tmp_path / "p.html", tmp_path / "sites", json.loads((golden / "page.json").read_text())["url"])
    assert "VNPORTAL_UNDATED" in told["layout"]
    expected = json.loads((golden / "article.json").read_text())
    published = {one["field"]: one for one in told["fields"]}["published"]
    assert (published["text"], published["rule"]) == (expected["published"], ".ngay-dang")
    assert site_in(told["module"]).layouts[0].published == ".ngay-dang"


def test_nothing_is_written_over_without_force(page: Path, tmp_path: Path) -> None:
    told = make(page, tmp_path / "sites")
    module, golden = Path(told["module"]), Path(told["golden"])
    module.write_text("# mine")
    with pytest.raises(BadQuery, match="is there already"):
        make(page, tmp_path / "sites")
    module.unlink()
    (golden / "article.json").write_text("{}")
    with pytest.raises(BadQuery, match="article is there already"):
        make(page, tmp_path / "sites")
    assert not module.exists()
    assert (golden / "article.json").read_text() == "{}"
    make(page, tmp_path / "sites", force=True)
    assert site_in(str(module)).id == "baovidu"
    assert json.loads((golden / "article.json").read_text())["site"] == "baovidu"


@pytest.mark.parametrize(
    ("url", "wishes", "message"),
    [
        ("https://www.binhthuan.gov.vn/a-123456.html", {}, "known already: tintinh sites binhthuan"),
        ("https://moi.vn/a-123456.html", {"id": "binhthuan"}, "binhthuan.gov.vn is called binhthuan already"),
        ("https://moi.vn/a-123456.html", {"id": "A B"}, "site id 'A B'"),
        ("https://moi.vn/a-123456.html", {"province": "atlantis"}, "no province is called 'atlantis'"),
        ("ftp://moi.vn/", {}, "no http or https address"),
        (None, {}, "nothing says which address.*--url$"),
    ],
)
def test_wishes_that_cannot_be_granted(
    url: str | None, wishes: dict[str, Any], message: str, page: Path, tmp_path: Path
) -> None:
    with pytest.raises(BadQuery, match=message) as caught:
        make(page, tmp_path / "sites", url, **wishes)
    assert "\n" not in str(caught.value)
    assert not list((tmp_path / "sites").iterdir())


@pytest.mark.parametrize("host", ["binhthuan.gov.vn", "baolaocai.vn", "sotttt.hanoi.gov.vn", "baodaklak.vn"])
def test_a_known_site_keeps_its_layouts_behind_the_new_one(host: str, page: Path, tmp_path: Path) -> None:
    known = site_of(f"https://{host}/")
    assert known is not None
    told = make(page, tmp_path / "sites", f"https://{host}/a-post123456.html", force=True)
    site = site_in(told["module"])
    assert site.layouts[1:] == known.layouts
    assert site.layouts[0].since == datetime.now(VIETNAM).date().isoformat()
    assert len({one.name for one in site.layouts}) == len(site.layouts)
    assert replace(site, layouts=known.layouts) == known
    assert any(f"kept behind the new one: {len(known.layouts)}" in line for line in told["next"])
    again = make(page, tmp_path / "sites", f"https://{host}/a-post123456.html", force=True)
    twice = site_in(again["module"]).layouts
    assert twice[2:] == known.layouts
    assert twice[1].name == site.layouts[0].name
    assert len({one.name for one in twice}) == len(twice)
    assert again["golden"] != told["golden"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://binhthuan.gov.vn/mot-bai", "article_url "),
        ("https://sotttt.hanoi.gov.vn/mot-bai", ""),
        ("https://baolaocai.vn/a-post123456.html", None),
    ],
)
def test_an_address_that_the_module_s_pattern_does_not_match_is_said(
    url: str, said: str | None, page: Path, tmp_path: Path
) -> None:
    told = make(page, tmp_path / "sites", url, force=True)
    lines = [line for line in report_lines(told) if "does not match" in line]
    if said is None:
        assert not lines
        return
    assert len(lines) == 1
    assert lines[0].startswith(f"problem: {said}")
    assert f"does not match {url}: correct article_url" in lines[0]


def test_a_module_written_in_another_way_is_left_alone(page: Path, tmp_path: Path) -> None:
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "baolaocai.py").write_text('made = dict(id="baolaocai")\n')
    with pytest.raises(BadQuery, match=r"no SITE = Site\(\.\.\., layouts=\.\.\.\)"):
        make(page, sites, "https://baolaocai.vn/a-post123456.html", force=True)
    assert (sites / "baolaocai.py").read_text() == 'made = dict(id="baolaocai")\n'


@pytest.mark.parametrize("wishes", [{"name": "X"}, {"province": "Lam Dong"}, {"id": "x"}])
def test_what_a_module_says_already_is_not_asked_for(wishes: dict[str, str], page: Path, tmp_path: Path) -> None:
    with pytest.raises(BadQuery, match="in the module of baolaocai"):
        make(page, tmp_path / "sites", "https://baolaocai.vn/a-post123456.html", force=True, **wishes)


def test_a_known_site_without_a_layout_is_described_by_force(page: Path, tmp_path: Path) -> None:
    told = make(page, tmp_path, "https://angiang.gov.vn/a-123456.html", force=True)
    site = site_in(told["module"])
    assert (site.id, site.province, site.kind) == ("angiang", "An Giang", "portal")
    assert site.name == "Cổng thông tin điện tử tỉnh An Giang"
    assert len(site.layouts) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"%PDF-1.4 x", "attachment: a file"),
        (b"<html><body><script>go()</script></body></html>", "empty_shell"),
        ("<html><title>Không tìm thấy trang</title><body>Không tìm thấy trang này</body></html>".encode(), "soft_404"),
        (
            "<html><title>Trang chủ</title><body>" + "<p>Một dòng chữ. </p>" * 40 + "</body></html>",
            "no article was found",
        ),
        (b"\xff\xfe\x00", "no article|attachment|empty_shell"),
    ],
)
def test_pages_that_teach_nothing(body: bytes | str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "p.html"
    file.write_bytes(body if isinstance(body, bytes) else body.encode())
    with pytest.raises(NotFound, match=message) as caught:
        make(file, tmp_path / "sites")
    assert "\n" not in str(caught.value)
    assert not list((tmp_path / "sites").iterdir())


@pytest.mark.parametrize("folder", sorted((ROOT / "tests/fixtures").glob("*/listing")), ids=lambda one: one.parent.name)
def test_a_list_is_no_article(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no article was found|empty_shell"):
        make(folder / "page.html", tmp_path / "sites", "https://moi.vn/tin-tuc", id="moi")


def test_a_redirect_names_where_it_leads(tmp_path: Path) -> None:
    answer = Answer(pieces=(b"HTTP/1.1 302 Found\r\nLocation: https://moi.vn/x\r\nContent-Length: 0\r\n\r\n",))
    with RawServer([answer]) as server, pytest.raises(NotFound, match="302: https://moi"):
        new_site(server.url, url=None, wishes=Wishes(into=tmp_path), agent="tintinh/test")


def test_the_command_line_tells_in_one_line_what_is_wrong(tmp_path: Path) -> None:
    unreachable = run("new-site", "http://127.0.0.1:9/a-1.html", "--into", str(tmp_path), code=1)
    missing = run("new-site", str(tmp_path / "none.html"), "--url", URL, "--into", str(tmp_path), code=2)
    for done in (unreachable, missing):
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("host", "identity", "kind", "province"),
    [
        ("binhthuan.gov.vn", "binhthuan", "portal", "Bình Thuận"),
        ("www.hochiminhcity.gov.vn", "hochiminhcity", "portal", "Hồ Chí Minh"),
        ("sotttt.hanoi.gov.vn", "sotttt-hanoi", "department", "Hà Nội"),
        ("moj.gov.vn", "moj", "department", None),
        ("baobacninhtv.vn", "baobacninhtv", "newspaper", "Bắc Ninh"),
        ("baocantho.com.vn", "baocantho", "newspaper", "Cần Thơ"),
        ("hungyen.dcs.vn", "hungyen-dcs", "party", "Hưng Yên"),
        ("tinhuyquangtri.vn", "tinhuyquangtri", "party", None),
        ("127.0.0.1:8080", "site-127-0-0-1-8080", "portal", None),
        ("vn", "vn", "newspaper", None),
    ],
)
def test_what_a_host_says(host: str, identity: str, kind: str, province: str | None) -> None:
    assert (id_of(host), kind_of(host), province_of(host)) == (identity, kind, province)
    assert bare_site(f"http://{host}/a").id == identity


@pytest.mark.parametrize(
    ("path", "pattern", "other"),
    [
        ("/tin/bai-viet-123456.html", r"-\d{3,}\.html$", "/khac/x-1000.html"),
        ("/tin/bai-viet-post98765.htm", r"-post\d{3,}\.htm$", "/a-post100.htm"),
        ("/tin/12345", r"/\d{3,}$", "/x/777"),
        ("/ChiTiet.aspx?ItemID=4101&l=vi", r"[?&]ItemID=\d+", "/ChiTiet.aspx?l=en&ItemID=7"),
        ("/2020/07/mot-bai-viet/", r"/\d{4}/\d\d/", "/2019/12/x/"),
        ("/tin/5678/mot-bai", r"/\d{3,}/", "/tin/999/x"),
        ("/mot-bai-viet-rat-dai-dong", r"/\w+(?:-\w+){4,}$", "/a-b-c-d-e-f"),
        ("/", None, None),
        ("/tin-tuc", None, None),
    ],
)
def test_what_an_address_says(path: str, pattern: str | None, other: str | None) -> None:
    assert article_url_of(f"https://a.vn{path}") == pattern
    if pattern and other:
        site = Site(id="a", name="A", province=None, kind="portal", hosts=("a.vn",), article_url=pattern)
        assert site.is_article_address(path)
        assert site.is_article_address(other)
        assert not site.is_article_address("/tin-tuc")


@pytest.mark.parametrize(
    ("host", "local"), [("localhost:80", True), ("10.0.0.1", True), ("[::1]:8", True), ("a.vn", False), ("", False)]
)
def test_what_is_local(host: str, local: bool) -> None:
    assert is_local(host) == local


@pytest.mark.parametrize(
    ("markup", "selector"),
    [
        ('<div id="than-bai">x</div>', "#than-bai"),
        ('<div id="post-123456" class="row than">x</div>', ".than"),
        ('<span id="ctl00_zone1_lblNoiDung">x</span>', "[id$=lblNoiDung]"),
        ('<h1 class="tit">x</h1>', "h1.tit"),
        ("<h1>x</h1>", "h1"),
        ('<p class="a">y</p><div class="hop"><p class="a">x</p></div>', ".hop .a"),
        ('<div class="hop"><div>x</div></div>', ".hop div"),
        ('<div class="md:w-1/2 clearfix">x</div>', None),
    ],
)
def test_selectors_name_the_design_not_the_page(markup: str, selector: str | None) -> None:
    found = Page(URL, f"<html><body><i>1</i>{markup}</body></html>".encode())
    assert found.root is not None
    target = next(one for one in found.root.iter() if one.text == "x")
    assert selector_for(found, target) == selector
    if selector:
        assert found.first(selector) is target


def test_the_clock_and_the_dates_of_other_articles_are_not_the_date() -> None:
    bare = OWN.replace('<span class="ngay-dang">Thứ Năm, 05/03/2026 - 07:15</span>', "")
    layout = guessed_layout(Page(URL, bare.encode()), name="x")
    assert layout is not None
    assert layout.published == ()
    unnamed = OWN.replace('class="ngay-dang"', 'class="x1"')
    layout = guessed_layout(Page(URL, unnamed.encode()), name="x")
    assert layout is not None
    assert layout.published == ".x1"


def test_a_page_that_nests_deep_is_no_trouble() -> None:
    body = b"<div class=a>" * 5000 + OWN.encode() + b"</div>" * 5000
    saved = Saved(url=URL, body=body)
    assert drafted(saved, bare_site(URL), layout_name="x").parsed.kind


@example(name='"""')
@example(name="\\")
@given(name=st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable() and text.strip()))
def test_any_name_makes_a_module_that_loads(name: str) -> None:
    saved = Saved(url=URL, body=OWN.encode())
    site = Site(id="a", name=name, province=None, kind="portal", hosts=("baovidu.vn",))
    first = _DRAFTS.setdefault("own", drafted(saved, site, layout_name="2026"))
    draft = Draft(site=replace(first.site, name=name), parsed=first.parsed)
    space: dict[str, Any] = {}
    exec(compile(module_text(draft), "drafted", "exec"), space)
    assert space["SITE"].name == name


_DRAFTS: dict[str, Draft] = {}


def test_the_document_by_its_word(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "adding-a-site.md").read_text()
    page = re.search(r"^`baovidu/page.html`\n\n```html\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    section = re.search(r"^## With the command\n(.*?)^## ", text, re.DOTALL | re.MULTILINE)
    assert page is not None
    assert section is not None
    command, told, module = (
        "\n".join(line.removeprefix("    ") for line in block.strip("\n").splitlines()) + "\n"
        for block in re.findall(r"(?:^(?:    .*)?\n)+", section[1], re.MULTILINE)
        if block.strip()
    )
    (tmp_path / "page.html").write_text(page[1])
    words = shlex.split(command)
    assert words[0] == "tintinh"
    done = run(*words[1:], cwd=tmp_path)
    assert done.stdout == told
    assert (tmp_path / "my-sites" / "baovidu.py").read_text() == module
    article = json.loads((tmp_path / "my-sites" / "baovidu" / "article" / "article.json").read_text())
    expected = re.search(r"^`baovidu/article.json`\n\n```json\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert expected is not None
    assert article == {**json.loads(expected[1]), "layout": "2026"}


@pytest.mark.parametrize(
    "body",
    [
        b"\r\n " + OWN.replace("\n", "\r\n").encode() + b" \n\n",
        b"\xff\xfe" + OWN.replace("\n", "\r\n").encode("utf-16-le") + b"\n\0",
    ],
    ids=["utf-8", "utf-16"],
)
def test_the_bytes_are_kept_as_they_came(body: bytes, tmp_path: Path) -> None:
    (tmp_path / "p.html").write_bytes(body)
    assert (Path(make(tmp_path / "p.html", tmp_path / "sites")["golden"]) / "page.html").read_bytes() == body


def test_half_a_page_teaches_nothing(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n"
    with (
        RawServer([Answer(pieces=(head + OWN.encode(),), after="close")]) as server,
        pytest.raises(NotFound, match="only a part"),
    ):
        new_site(server.url, url=None, wishes=Wishes(into=tmp_path), agent="tintinh/test")


def guess(markup: str) -> Layout | None:
    return guessed_layout(Page(URL, markup.encode()), name="x")


def test_a_long_footer_is_not_the_body() -> None:
    line = "<p>Trang của một cơ quan với một dòng rất dài ở cuối trang mà không ai coi là bài viết.</p>"
    layout = guess(OWN.replace('<div class="footer">', f'<div class="footer">{line * 9}'))
    assert layout is not None
    assert layout.body == "#noi-dung"


def test_a_date_below_the_body_is_not_the_date() -> None:
    undated = OWN.replace('<span class="ngay-dang">Thứ Năm, 05/03/2026 - 07:15</span>', "")
    layout = guess(undated.replace("</b></p></div></div>", '</b></p></div><span class="date">02/02/2026</span></div>'))
    assert layout is not None
    assert layout.published == ()


def test_the_name_of_a_section_is_not_the_title() -> None:
    named = OWN.replace("<title>", "<title>Đời sống xã hội: ").replace(
        '<div class="main">', '<div class="main"><h1 class="muc">Đời sống xã hội</h1>'
    )
    layout = guess(named)
    assert layout is not None
    assert layout.title == "h1.tit-bai"


def test_a_page_neither_dated_nor_named_after_its_heading_is_no_article() -> None:
    undated = OWN.replace('<span class="ngay-dang">Thứ Năm, 05/03/2026 - 07:15</span>', "")
    assert guess(undated) is not None
    assert guess(undated.replace("<title>Xã Ví Dụ đón trạm nước sạch mới", "<title>Trang chủ")) is None


def test_what_holds_most_of_the_text_is_not_dropped() -> None:
    opening = "<p>Trạm nằm ở chân núi, cách trung tâm xã bốn cây số, trên khu đất do ba hộ dân hiến tặng năm ngoái.</p>"
    wrapped = OWN.replace('<div id="noi-dung">', f'<div id="noi-dung">{opening}<div class="share-box">').replace(
        "</b></p></div></div>", "</b></p></div></div></div>"
    )
    layout = guess(wrapped)
    assert layout is not None
    assert (layout.body, layout.drop) == ("#noi-dung", ("#noi-dung .tin-lien-quan",))


def test_rows_of_links_are_a_list(tmp_path: Path) -> None:
    rows = "".join(f'<h4><a href="/bai-{n}.html">Một bài viết khác số {n} của báo Ví Dụ</a></h4>' for n in range(9))
    file = tmp_path / "p.html"
    file.write_text(OWN.replace('<div id="noi-dung">', f'<div id="noi-dung">{rows}'), "utf-8")
    with pytest.raises(NotFound, match="no article was found"):
        make(file, tmp_path / "sites")


def test_long_lines_are_folded_as_the_house_folds(tmp_path: Path) -> None:
    site = replace(bare_site(URL), hosts=tuple(f"mot-may-chu-{number}.baovidu.vn" for number in range(9)))
    draft = drafted(Saved(url=URL, body=OWN.encode()), site, layout_name="2026")
    (tmp_path / "m.py").write_text(module_text(draft))
    config = f"--config={ROOT / 'pyproject.toml'}"
    done = subprocess.run([sys.executable, "-m", "ruff", "format", "--diff", config, tmp_path / "m.py"], text=True)
    assert done.returncode == 0
    assert site_in(str(tmp_path / "m.py")).hosts == site.hosts


def test_where_things_go_unless_told(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout, elsewhere = tmp_path / "checkout", tmp_path / "elsewhere"
    for folder in (checkout / "parsers" / "sites", checkout / "tests" / "fixtures", elsewhere):
        folder.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)

    def written() -> list[str]:
        told = new_site(str(page), url=URL, wishes=Wishes(), agent="tintinh/test")
        return [os.path.relpath(Path(told[name]).absolute(), tmp_path) for name in ("module", "golden")]

    monkeypatch.setattr("archive.new_site._CHECKOUT", checkout)
    assert written() == ["checkout/parsers/sites/baovidu.py", "checkout/tests/fixtures/baovidu/article"]
    monkeypatch.setattr("archive.new_site._CHECKOUT", tmp_path)
    assert written() == ["elsewhere/sites/baovidu.py", "elsewhere/sites/baovidu/article"]
    monkeypatch.setenv("TINTINH_SITES", str(tmp_path / "mine"))
    assert written() == ["mine/baovidu.py", "mine/baovidu/article"]
