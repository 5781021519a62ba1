"""The sites as data: complete, free of contradictions, and with patterns that match what they should."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from parsers.cms import FAMILIES
from parsers.provinces import PROVINCES
from parsers.site import Site
from parsers.sites import known_sites, site_of

ROOT = Path(__file__).resolve().parents[2]
SITES = known_sites()

# Invented addresses of the shapes that each site's articles have: -a<id>.html, /section/yyyymm/slug/ and so on.
SAMPLES = {
    "angiang": ["/vi/le-hoi-xuan-o-tri-ton"],
    "angiang-dcs": ["/Pages/tin-tuc.aspx?ItemID=2301", "/Pages/chi-tiet.aspx?CatID=3&ItemID=12"],
    "anhp": ["/le-hoi-xuan-o-do-son-d51234.html"],
    "bacgiang": [
        "/web/guest/chi-tiet-tin-tuc/-/asset_publisher/St1DaeZNsp94/content/le-hoi-xuan",
        "/web/guest/-/le-hoi",
    ],
    "baclieu": ["/gioithieu/lists/posts/post.aspx?Source=%2fgioithieu&ID=12"],
    "bacninh": ["/-/details/37632/le-hoi-xuan-93458101"],
    "baoangiang": ["/le-hoi-xuan-a498155.html"],
    "baoapbac": ["/xa-hoi/202205/le-hoi-xuan-951234/"],
    "baobacgiang": ["/bg2/moi-nhat/le-hoi-xuan-postid413098.bbg", "/bg/kinh-te/330111/le-hoi-xuan.html"],
    "baobaclieu": ["/xa-hoi/le-hoi-xuan-72306.html"],
    "baobacninh": ["/le-hoi-xuan-o-tien-du-postid431882.bbg"],
    "baobariavungtau": ["/van-hoa/202405/le-hoi-xuan-1011234/"],
    "baobinhdinh": ["/viewer.aspx?macm=39&macmp=39&mabb=222823"],
    "baobinhduong": ["/le-hoi-xuan-a360112.html"],
    "baobinhphuoc": ["/news/4/171203/le-hoi-xuan/"],
    "baobinhthuan": ["/le-hoi-xuan-124375.html"],
    "baocamau": ["/le-hoi-xuan-a129291.html"],
    "baocantho": ["/le-hoi-xuan-o-phong-dien-a196670.html"],
    "baocaobang": ["/le-hoi-xuan-3173456.html"],
    "baodaklak": ["/xa-hoi/202601/le-hoi-xuan-2b51a0c/", "/van-hoa/202512/le-hoi"],
    "baodanang": ["/le-hoi-xuan-3312345.html"],
    "baodienbienphu": ["/tin-bai/van-hoa/le-hoi-xuan"],
    "baodongkhoi": ["/le-hoi-xuan-05012026-a158912.html"],
    "baodongnai": ["/xa-hoi/202601/le-hoi-xuan-7c61b4f/"],
    "baodongthap": ["/le-hoi-xuan-a234567.html"],
    "baogialai": ["/le-hoi-xuan-post578123.html"],
    "baohagiang": ["/xa-hoi/202306/le-hoi-xuan-67c01d9/"],
    "baohaiduong": ["/le-hoi-xuan-394829.html", "/nong-nghiep/le-hoi-xuan-151256"],
    "baohaiphong": ["/le-hoi-xuan-531234.html"],
    "baohanam": ["/van-hoa/le-hoi/le-hoi-xuan-122101.html"],
    "baohatinh": ["/le-hoi-xuan-post302345.html", "/tv/gia-sau-rieng-34595.html"],
    "baohaugiang": ["/van-hoa/le-hoi-xuan-141234.html"],
    "baohungyen": ["/le-hoi-xuan-3189012.html"],
    "baokhanhhoa": ["/xa-hoi/202601/le-hoi-xuan-5d01a9e/", "/chinh-tri/doi-ngoai/202605/le-hoi-xuan-0a1b2c3/"],
    "baolaichau": ["/xa-hoi/le-hoi-xuan-1291234", "/xa-hoi/le-hoi-xuan-1291234/", "/xa-hoi/le-hoi-xuan-219345.html"],
    "baolamdong": [
        "/le-hoi-xuan-412345.html",
        "/xa-hoi/202401/le-hoi-3a1b2c4/",
        "/xa-hoi/201905/le-hoi/",
        "/bbt/le-hoi-130891.html",
    ],
    "baolangson": ["/le-hoi-xuan-5071234.html"],
    "baolaocai": ["/le-hoi-xuan-post404649.html"],
    "baolongan": ["/le-hoi-xuan-a186458.html"],
    "baonamdinh": ["/channel/5091/201703/le-hoi-xuan-2501234/"],
    "baonghean": ["/le-hoi-xuan-10312345.html"],
    "baoninhbinh": ["/le-hoi-xuan-260105081234567.html"],
    "baoninhthuan": ["/news/119001p0c29/le-hoi-xuan.htm"],
    "baophapluat": ["/le-hoi-xuan.html"],
    "baophutho": ["/le-hoi-xuan-245678.htm"],
    "baophuyen": ["/suc-khoe/202503/le-hoi-xuan-3f71fbf/", "/82/58118/le-hoi-xuan.html"],
    "baoquangbinh": ["/kinh-te/202503/le-hoi-xuan-2225001/"],
    "baoquangnam": ["/le-hoi-xuan-3154504.html", "/du-lich/le-hoi-xuan-111408.html"],
    "baoquangngai": ["/le-hoi-xuan-53412.htm", "/suc-khoe/202311/le-hoi-xuan-e670e31/"],
    "baoquangninh": ["/le-hoi-xuan-3391234.html"],
    "baoquangtri": ["/van-hoa/202601/le-hoi-xuan-93f1c02/", "/xa-hoi/doi-song/202601/le-hoi-0aa91bc"],
    "baosoctrang": ["/van-hoa/202411/le-hoi-xuan-67c01d9/"],
    "baosonla": ["/van-hoa-xa-hoi/le-hoi-xuan-abc1234.html"],
    "baotayninh": ["/le-hoi-xuan-a183456.html", "/le-hoi-xuan-88701.html"],
    "baothaibinh": ["/tin-tuc/206/140540/le-hoi-xuan"],
    "baothainguyen": ["/van-hoa/202601/le-hoi-xuan-4ab1c20/"],
    "baothanhhoa": ["/le-hoi-xuan-273456.htm"],
    "baotravinh": ["/le-hoi-xuan-a45678.html"],
    "baotuyenquang": ["/van-hoa/202601/le-hoi-xuan-1c2d3e4/", "/van-hoa/le-hoi/202601/le-hoi/"],
    "baovinhlong": ["/xa-hoi/202601/le-hoi-xuan-0f1e2d3/"],
    "baoyenbai": ["/12/201452/Le_hoi_xuan.aspx", "/12/309111/Le_hoi_xuan.htm"],
    "binhphuoc": ["/vi/news/tin-tuc-su-kien-421/le-hoi-xuan-34567.html"],
    "binhthuan": ["/tin-tuc/le-hoi-xuan-637419.html", "/1282/30591/53960/371205/Tin-tuc/LE-HOI.aspx"],
    "binhthuan-btgtu": ["/Trang-chu/post/1520/le-hoi-xuan"],
    "binhthuan-phanthiet": ["/Trang-chu/post/88/le-hoi-xuan"],
    "binhthuan-tinhdoan": ["/Trang-chu/post/901/le-hoi-xuan"],
    "binhthuan-truongchinhtri": ["/Trang-chu/post/12/le-hoi-xuan"],
    "binhthuancpv": ["/Index.aspx?ID=2168&CatID=155", "/Index.aspx?CatID=155&ID=2168"],
    "bocongan": ["/bai-viet/le-hoi-xuan-1736012345"],
    "bvhttdl": ["/le-hoi-xuan-20260105081234567.htm"],
    "caobang": ["/tin-tuc/le-hoi-xuan-912345.html", "/chinh-tri/le-hoi-xuan-1034567"],
    "cema": ["/tin-tuc/tin-tuc-su-kien/thoi-su/le-hoi-xuan.htm", "/thong-bao/le-hoi-xuan.htm"],
    "daklak": ["/-/le-hoi-xuan", "/tin-tuc/-/asset_publisher/St1DaeZNsp94/content/le-hoi-xuan"],
    "danang": ["/vi/w/le-hoi-xuan", "/web/dng/-/le-hoi-xuan", "/web/guest/chi-tiet?id=34567"],
    "doanhnhansaigon": ["/le-hoi-xuan-321999.html", "/khoi-nghiep/le-hoi-xuan-1109107.html"],
    "dongnai": ["/vi/news/tin-tuc/le-hoi-xuan-445.html"],
    "dongthap": ["/web/sctdt/tin-tuc/chi-tiet?id=2695008"],
    "gialai": ["/tin-tuc/tin-tuc-chinh-tri/le-hoi-xuan.html"],
    "haiphong": ["/tin-tuc-76761/le-hoi-xuan-743051", "/?pageid=27218&p_steering=126611"],
    "hanoi": ["/tin-so-nganh/le-hoi-xuan-4250407154648115.htm"],
    "hanoimoi": ["/le-hoi-xuan-723456.html"],
    "hatinh": ["/bai-viet/le-hoi-xuan-123"],
    "huengaynay": ["/van-hoa/le-hoi-xuan-151234.html"],
    "hungyen": ["/le-hoi-xuan-c284386.html"],
    "hungyen-dcs": ["/le-hoi-xuan-c234567.html"],
    "hungyen-tuyengiao": ["/le-hoi-xuan-c219655.html"],
    "khanhhoa": ["/vi/chinh-sach-va-cuoc-song/le-hoi-xuan"],
    "kiengiang-dcs": ["/vi/news/tin-tuc/le-hoi-xuan-1234.html"],
    "laichau": ["/tin-tuc-su-kien/chuyen-de/tin-trong-nuoc/le-hoi-xuan.html"],
    "lamdong": ["/HOME/news/hotnews/SitePages/Le-hoi-xuan.aspx"],
    "lamdong-bnctu": ["/tin-tuc/le-hoi/type/detail/id/31089/task/1710"],
    "lamdong-btgdvtu": ["/tin-tuc/le-hoi/type/detail/id/31090/task/1710"],
    "lamdong-dalat": ["/tin-tuc/le-hoi/type/detail/id/31091/task/1711"],
    "lamdong-damrong": ["/tin-tuc/le-hoi/type/detail/id/31092/task/1712"],
    "lamdong-dilinh": ["/tin-tuc/le-hoi/type/detail/id/31093/task/1713"],
    "lamdong-lacduong": ["/tin-tuc/le-hoi/type/detail/id/31094/task/1714"],
    "laocai": ["/tin-tuc/le-hoi-xuan-812345.html"],
    "mae": ["/le-hoi-xuan-12345.htm", "/tin-tuc--su-kien/le-hoi-xuan-12345.htm"],
    "mard": ["/Pages/le-hoi-xuan.aspx"],
    "mod": ["/home/detail?current=true&urile=wcm:path:/mod/sa-mod-site/le-hoi"],
    "moet": ["/tin-tuc/tin-tong-hop/le-hoi-xuan.html"],
    "mof": ["/bo-tai-chinh/tin-tuc/le-hoi-xuan"],
    "mofa": ["/tin-chi-tiet/chi-tiet/le-hoi-xuan-57123-138.html"],
    "moh": ["/web/guest/-/le-hoi-xuan", "/tin/-/asset_publisher/Rn9Ek/content/le-hoi"],
    "moha": ["/tin-tuc/le-hoi-xuan---id12345"],
    "moit": ["/tin-tuc/hoat-dong/le-hoi-xuan.html"],
    "moj": ["/qt/tintuc/Pages/thoi-su.aspx?ItemID=4512"],
    "mst": ["/le-hoi-xuan-197260105081234567.htm"],
    "phunuvietnam": ["/le-hoi-xuan-20240628090024853.htm", "/le-hoi-xuan-42353.htm"],
    "plo": ["/le-hoi-xuan-post801234.html", "/le-hoi-xuan-912345.html"],
    "quangbinh": ["/chi-tiet-tin/-/view-article/1/13848241113627/1589692995213"],
    "quangninh": ["/Trang/ChiTietTinTuc.aspx?nid=112345", "/Trang/ChiTietTinTuc.aspx?cid=2&nid=9"],
    "quangtri": ["/tin-tuc/le-hoi-xuan"],
    "sggp": ["/le-hoi-xuan-post812345.html"],
    "soctrang": ["/mDefault.aspx?sid=1444&pageid=6591&catid=71012&id=693472"],
    "sotttt-hanoi": ["/web/so-tttthn/tin-tuc/-/view_content/2626427-le-hoi-xuan"],
    "svvn": ["/le-hoi-xuan-post1635689.tpo", "/nhip-song/le-hoi-xuan-1650111.svvn"],
    "thaibinh": ["/tin-tuc/van-hoa/le-hoi-xuan.html"],
    "thainguyen-dcs": ["/vi/news/tin-tuc/le-hoi-xuan-345.html"],
    "thanhtra": ["/web/guest/xem-chi-tiet-tin-tuc/-/asset_publisher/Content/le-hoi-xuan?12345"],
    "thanhuytphcm": ["/tin-tuc/le-hoi-xuan-1491879789"],
    "tiengiang": ["/chi-tiet-tin?%2Fle-hoi-xuan"],
    "tinhuybinhphuoc": ["/vi/news/tin-tuc/le-hoi-xuan-2345.html"],
    "travinh": ["/mDefault.aspx?sid=1444&pageid=6591&catid=71012&id=693472", "/le-hoi-xuan-743051"],
    "tuyenquang-dcs": ["/DetailView/25662/38/Le-hoi-xuan.html"],
    "vinhphuc": ["/ct/cms/tintuc/Lists/KinhTe/View_Detail.aspx?ItemID=2345"],
    "vpcp": ["/le-hoi-xuan-115260105081234567.htm"],
    "vtcnews": ["/le-hoi-xuan-ar994669.html"],
    "vtv": ["/news/le-hoi-xuan"],
}
# Addresses of lists, search, files and pictures that every portal has.
NEVER = ["/", "/rss/home.rss", "/sitemap.xml", "/robots.txt", "/tim-kiem?q=le+hoi", "/favicon.ico"]


def with_pattern() -> list[Site]:
    return [site for site in SITES.values() if site.article_url]


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def test_every_pattern_has_a_sample_and_every_sample_a_site() -> None:
    assert set(SAMPLES) == {site.id for site in with_pattern()}


@pytest.mark.parametrize("site", with_pattern(), ids=lambda site: site.id)
def test_pattern_matches_articles_and_nothing_else(site: Site) -> None:
    for sample in SAMPLES[site.id]:
        assert site.is_article_address(sample), sample
    for address in (*(path_of(seed) for seed in site.seeds), *NEVER):
        assert not site.is_article_address(address), address


@pytest.mark.parametrize("site", with_pattern(), ids=lambda site: site.id)
def test_no_pattern_escapes_a_backslash(site: Site) -> None:
    """Two backslashes in a raw string ask for a backslash in the address: they match nothing, and nobody notices."""
    assert site.article_url is not None
    assert "\\\\" not in site.article_url


def test_a_list_of_events_is_no_article() -> None:
    assert not SITES["baonghean"].is_article_address("/le-hoi-mua-xuan-event1234.html")
    assert not SITES["hanoimoi"].is_article_address("/le-hoi-mua-xuan-event1234.html")
    assert not SITES["lamdong"].is_article_address("/HOME/news/hotnews/SitePages/Home.aspx")
    assert not SITES["mard"].is_article_address("/Pages/danh-sach-tin-nong-nghiep.aspx")


def test_every_former_province_has_its_portal() -> None:
    portals = {site.province for site in SITES.values() if site.kind == "portal"}
    assert {one.old for one in PROVINCES} <= portals


def test_provinces_are_spelt_as_in_the_list() -> None:
    names = {one.old for one in PROVINCES}
    assert {site.province for site in SITES.values()} - {None} <= names


def test_no_host_belongs_to_two_sites() -> None:
    hosts = [host.removeprefix("www.") for site in SITES.values() for host in site.hosts]
    assert len(hosts) == len(set(hosts))


@pytest.mark.parametrize("site", SITES.values(), ids=lambda site: site.id)
def test_site_is_whole(site: Site) -> None:
    assert site.seeds, "a crawl needs an address to begin with"
    assert {urlsplit(seed).netloc.removeprefix("www.") for seed in site.seeds} <= set(site.hosts)
    assert len(site.seeds) == len(set(site.seeds))
    assert all(seed == seed.strip() and " " not in seed for seed in site.seeds)
    assert site.cms is None or site.cms in FAMILIES
    assert site.name == site.name.strip()
    assert len({layout.name for layout in site.layouts}) == len(site.layouts)
    assert site_of(f"https://www.{site.hosts[0]}/x") is site


@pytest.mark.parametrize("site", SITES.values(), ids=lambda site: site.id)
def test_layouts_of_one_site_do_not_claim_one_day(site: Site) -> None:
    for day in (date(2019, 6, 1), date(2026, 1, 15)):
        claims = [
            layout.name for layout in site.layouts if not layout.days_from(day) and not layout.name.endswith("-undated")
        ]
        assert len(claims) <= 1, claims


@pytest.mark.parametrize("module", sorted((ROOT / "parsers" / "sites").glob("[!_]*.py")), ids=lambda path: path.stem)
def test_module_is_called_after_its_site(module: Path) -> None:
    assert module.stem.replace("_", "-") in SITES


def test_sites_of_merged_papers_are_found_at_all_their_addresses() -> None:
    for host in ("baodongkhoi.vn", "dongkhoi.baovinhlong.vn"):
        assert site_of(f"http://{host}/le-hoi-a1.html") is SITES["baodongkhoi"]
    assert site_of("https://hanoimoi.com.vn/") is SITES["hanoimoi"]
    assert site_of("https://baothuathienhue.vn/") is SITES["huengaynay"]


def test_all_sites_load_within_a_second() -> None:
    code = (
        "import time; start = time.perf_counter()\n"
        "from parsers.sites import known_sites; count = len(known_sites())\n"
        "print(count, time.perf_counter() - start)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    count, seconds = done.stdout.split()
    assert int(count) >= len(SITES) - 1
    assert float(seconds) < 1


@pytest.mark.parametrize(
    ("site", "article", "section"),
    [
        ("nghean", "/tin-tuc-su-kien-73053/khai-mac-le-hoi-723384", "/tin-tuc-su-kien-73053"),
        ("namdinh", "/portal/Pages/2021-10-5/Le-hoi-xuana6ggf.aspx", "/portal/Pages/Tin-tuc.aspx"),
        (
            "vinhphuc",
            "/ct/cms/tintuc/Lists/KinhTe/View_Detail.aspx?ItemID=12",
            "/ct/cms/tintuc/Lists/KinhTe/AllItems.aspx",
        ),
        ("baodanang", "/le-hoi-xuan-3312345.html", "/le-hoi-ptag.html"),
        ("hungyen", "/le-hoi-xuan-c284386.html", "/chuyen-muc-tin-trong-nuoc-c221-1.html"),
    ],
)
def test_addresses_of_articles_are_told_from_those_of_sections(site: str, article: str, section: str) -> None:
    known = SITES[site]
    assert known.is_article_address(article)
    assert not known.is_article_address(section)
