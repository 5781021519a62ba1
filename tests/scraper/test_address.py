"""Addresses as requested, identities of pages, traps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.address import BadAddress, host_of, key, normal, refuse, shape


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.vn/x?b=2&a=1", "https://a.vn/x?b=2&a=1"),
        ("https://a.vn", "https://a.vn/"),
        ("HTTPS://WWW.A.VN:443/X", "https://www.a.vn/X"),
        ("http://a.vn:80/", "http://a.vn/"),
        ("http://a.vn:8080/", "http://a.vn:8080/"),
        ("http://127.0.0.1:54321/x", "http://127.0.0.1:54321/x"),
        ("http://a.vn:0080/", "http://a.vn/"),
        ("http://a.vn:08080/", "http://a.vn:8080/"),
        ("http://a.vn./", "http://a.vn/"),
        ("https://a.vn/x#binh-luan", "https://a.vn/x"),
        ("https://a.vn/x?", "https://a.vn/x"),
        ("https://user:secret@a.vn/", "https://a.vn/"),
        ("https://a.vn/tin tức", "https://a.vn/tin%20t%E1%BB%A9c"),
        ("https://a.vn/?q=ủy ban", "https://a.vn/?q=%E1%BB%A7y%20ban"),
        ("https://a.vn/%e1%bb%a9", "https://a.vn/%E1%BB%A9"),
        ("https://a.vn/100%", "https://a.vn/100%25"),
        ("https://a.vn/a[1]|b", "https://a.vn/a%5B1%5D%7Cb"),
        ("https://a.vn/(S(abc))/x;y=1", "https://a.vn/(S(abc))/x;y=1"),
        ("https://a.vn/a/./b/../c", "https://a.vn/a/c"),
        ("https://a.vn/../../x", "https://a.vn/x"),
        ("https://a.vn/a/..", "https://a.vn/"),
        ("https://a.vn/%2e%2E/x", "https://a.vn/x"),
        ("https://a.vn/.htaccess", "https://a.vn/.htaccess"),
        ("https://a.vn\\x\\y?z=\\", "https://a.vn/x/y?z=%5C"),
        (" \n\thttps://a.vn/a\n\tb \u00a0", "https://a.vn/ab"),
        ("https://thờibáo.vn/", "https://xn--thibo-0qa3484c.vn/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("http://[2001:DB8:0:0::1]/", "http://[2001:db8::1]/"),
        ("https://a.vn//b", "https://a.vn//b"),
    ],
)
def test_normal(url: str, expected: str) -> None:
    assert normal(url) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("y", "https://a.vn/tin/y"),
        ("/y", "https://a.vn/y"),
        ("//b.vn/y", "https://b.vn/y"),
        ("?page=2", "https://a.vn/tin/x.html?page=2"),
        ("#top", "https://a.vn/tin/x.html"),
        ("", "https://a.vn/tin/x.html"),
        ("../../../y", "https://a.vn/y"),
        ("\\y", "https://a.vn/y"),
        ("http://b.vn", "http://b.vn/"),
        ("tin tức/ủy-ban", "https://a.vn/tin/tin%20t%E1%BB%A9c/%E1%BB%A7y-ban"),
    ],
)
def test_normal_with_a_base(link: str, expected: str) -> None:
    assert normal(link, "https://a.vn/tin/x.html") == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tin.html",
        "/tin",
        "//a.vn/",
        "javascript:void(0)",
        "mailto:a@b.vn",
        "tel:0123",
        "data:text/html,x",
        "ftp://a.vn/",
        "http://",
        "https:///x",
        "http://a..vn/",
        "http://a b.vn/",
        "http://[::1",
        "http://[zz]/",
        "http://a.vn:0/",
        "http://a.vn:99999/",
        "http://a.vn:x/",
        "http://" + "a" * 64 + ".vn/",
        "http://" + "a." * 130 + "vn/",
        "http://a%00.vn/",
        "http://<a>.vn/",
        "http://a%ff.vn/",
    ],
)
def test_bad_addresses(url: str) -> None:
    with pytest.raises(BadAddress) as caught:
        normal(url)
    assert "\n" not in str(caught.value)


def test_host_of() -> None:
    assert host_of("https://WWW.BaoCanTho.com.vn:443/x") == "www.baocantho.com.vn"
    assert host_of("http://127.0.0.1:8080/") == "127.0.0.1:8080"
    with pytest.raises(BadAddress):
        host_of("x")


SAME = [
    ("http://a.vn/tin?id=1", "https://www.a.vn:443/tin?id=1#x"),
    ("http://a.vn/(S(x));jsessionid=1", "http://a.vn/(S(y))"),
    ("https://a.vn/tin?b=2&a=1", "https://a.vn/tin?a=1&b=2"),
    ("https://a.vn/tin?a=1&a=1", "https://a.vn/tin?a=1"),
    ("https://a.vn/tin?id=1&PHPSESSID=xyz", "https://a.vn/tin?id=1"),
    ("https://a.vn/tin;jsessionid=0A1B.node1?id=1", "https://a.vn/tin?id=1"),
    ("https://a.vn/tin;JSESSIONID=0A1B/x", "https://a.vn/tin/x"),
    ("https://a.vn/(S(abc123))/Default.aspx", "https://a.vn/Default.aspx"),
    ("https://a.vn/(A(x)S(y)F(z))/Default.aspx", "https://a.vn/Default.aspx"),
    ("https://a.vn/.;jsessionid=1/b", "https://a.vn/b"),
    ("https://a.vn/(S(x))/(S(y))/b", "https://a.vn/b"),
    ("https://a.vn/?AspxAutoDetectCookieSupport=1", "https://a.vn/"),
    ("https://a.vn/x?utm_source=zalo&utm_medium=a&fbclid=1&zarsrc=30", "https://a.vn/x"),
    ("https://a.vn/x.jpg?ver=2023-08-15-062103-883", "https://a.vn/x.jpg"),
    ("https://a.vn/image/journal/article?img_id=7&t=1600000000000", "https://a.vn/image/journal/article?img_id=7"),
    ("https://a.vn/x?_=1600000000000", "https://a.vn/x"),
    ("https://a.vn/?a=1&amp;b=2", "https://a.vn/?a=1&b=2"),
    ("https://a.vn/?a=1&amp;amp;amp;b=2", "https://a.vn/?a=1&b=2"),
    ("https://a.vn/tin?q=a+b", "https://a.vn/tin?q=a%20b"),
    ("https://a.vn/%7Ea/%62", "https://a.vn/~a/b"),
    ("https://a.vn//tin///x", "https://a.vn/tin/x"),
    (
        "https://a.vn/tin?p_p_id=101_INSTANCE_x&p_p_lifecycle=0&p_p_state=maximized&p_p_mode=view&p_p_col_id=column-2"
        "&p_p_col_pos=1&p_p_col_count=3&p_auth=Zz&p_r_p_564233524_resetCur=false&_101_redirect=%2Fweb",
        "https://a.vn/tin",
    ),
    (
        "https://a.vn/tin?p_p_id=101_INSTANCE_x&p_p_state=normal&_101_INSTANCE_x_cur=2",
        "https://a.vn/tin?_101_INSTANCE_x_cur=2&p_p_id=101_INSTANCE_x",
    ),
]
DIFFERENT = [
    ("https://a.vn/tin?id=1", "https://a.vn/tin?id=2"),
    ("https://a.vn/tin?page=1", "https://a.vn/tin"),
    ("https://a.vn/Tin", "https://a.vn/tin"),
    ("https://a.vn/", "https://a.vn/index.html"),
    ("https://a.vn/tin", "https://a.vn/tin/"),
    ("https://a.vn:8080/", "https://a.vn/"),
    ("https://b.a.vn/", "https://a.vn/"),
    ("https://a.vn/tin?t=3", "https://a.vn/tin?t=4"),  # a tab, not a cache-buster
    ("https://a.vn/Default.aspx?sid=4", "https://a.vn/Default.aspx?sid=5"),  # a section, not a session
    ("https://a.vn/%2F", "https://a.vn/"),
    ("https://a.vn/?a=%26b", "https://a.vn/?a=&b"),
    ("https://a.vn/?p_p_id=1&x_cur=1", "https://a.vn/?p_p_id=2&x_cur=1"),
    ("https://www.vn/", "https://vn.vn/"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_page(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_key_is_readable() -> None:
    assert key("https://www.baocantho.com.vn/thoi-su/?page=2") == "baocantho.com.vn/thoi-su/?page=2"


def test_former_hosts_stand_as_the_present_one() -> None:
    hosts = ("www.baolamdong.vn", "baobinhthuan.com.vn")
    assert key("http://www.baobinhthuan.com.vn/x", hosts=hosts) == "baolamdong.vn/x"
    assert key("https://baolamdong.vn/x", hosts=hosts) == key("https://baolamdong.vn/x")
    assert key("https://baodaknong.vn/x", hosts=hosts) == "baodaknong.vn/x"
    assert key("http://127.0.0.1:8081/x", hosts=("127.0.0.1:8080", "127.0.0.1:8081")) == "127.0.0.1:8080/x"


def test_keep_query_keeps_only_those_keys() -> None:
    assert key("https://a.vn/x?ID=1&b=2&t=99&utm_source=z", keep_query=("id", "t")) == "a.vn/x?ID=1&t=99"
    assert key("https://a.vn/x?ID=1", keep_query=()) == "a.vn/x"


PIECES = st.sampled_from(
    [
        *("/", "//", ".", "..", "%2e", "%2E", "a", "B", "tin", ".jpg", "é", "ế", "\u0301", "ủy%20ban", "%7E", "%25"),
        *("%252e", "%2%35", "%", "(S(x))", "(S(", ";jsessionid=1", ";jsessionid=(", "?", "&", "=", "+", "#", "["),
        *("\\", ":", "@", "a=1", "a=2", "amp;", "p_p_id=1", "x_cur=2", "utm_source=z", "t=1234567890"),
    ]
)
HOSTS = st.sampled_from(
    ["a.vn", "www.a.vn", "www.www.a.vn", "www.vn", "A.VN:443", "a.vn:80", "a.vn:8080", "[::1]:80", "thờibáo.vn"]
)
URLS = st.builds(
    lambda s, h, p: f"{s}://{h}/{''.join(p)}", st.sampled_from(["http", "https"]), HOSTS, st.lists(PIECES, max_size=9)
)


@given(URLS)
def test_normal_and_key_are_idempotent(url: str) -> None:
    asked = normal(url)
    assert asked.isascii()
    assert asked.isprintable()
    assert " " not in asked
    assert normal(asked) == asked
    identity = key(url)
    for scheme in ("http", "https"):
        assert key(f"{scheme}://{identity}") == identity
        assert key(f"{scheme}://www.{identity}") == identity or identity.startswith(("[", "www.vn"))
    assert key(asked) == identity


@given(st.text(max_size=60), st.none() | st.just("https://a.vn/x/y?z#w"))
def test_no_text_raises_anything_but_bad_address(text: str, base: str | None) -> None:
    try:
        url = normal(text, base)
    except BadAddress:
        return
    key(url)
    shape(url)
    refuse(text)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://a.vn/vi/en/vi/tin", "'vi' is repeated"),
        ("https://a.vn/en/en", "'en' is repeated"),
        ("https://a.vn/tin/tin/tin/", "'tin' is repeated"),
        ("https://a.vn/tin/a/TIN/b/Tin", "'tin' is repeated"),
        ("https://a.vn/x/www.google.com/intl/www.google.com/intl/", "www.google.com/intl"),
        ("https://a.vn/x/App_Themes/x/App_Themes/", "x/app_themes"),
        ("https://a.vn/" + "a" * 2000, "2000 characters"),
        ("https://a.vn/" + "/".join("abcdefghijklm"), "12 path segments"),
        ("https://a.vn/?q=%25252520", "again and again"),
        ("https://a.vn/?a&amp;amp;b", "again and again"),
        ("https://a.vn/CaptchaImage.axd?guid=1", "captcha"),
        ("https://a.vn/tin/1?print=1", "print"),
        ("https://a.vn/tin/1?id=2&share=facebook", "share"),
        ("javascript:void(0)", "no http or https address"),
    ],
)
def test_refuses_traps(url: str, says: str) -> None:
    assert says in (refuse(url) or "")


@pytest.mark.parametrize(
    "url",
    [
        "https://a.vn/",
        "https://a.vn/vi/tin-tuc/x.html",
        "https://a.vn/tin-tuc/tin-tuc",
        "https://a.vn/2011/11/11/11/11/x.html",
        "https://a.vn/web/guest/-/asset_publisher/Ab1/content/bai-viet/10181/10181",
        "https://a.vn/portal/pages/tin.aspx?ItemID=1&sprint=2",
        "https://a.vn/en/vi-du.html",
        "https://a.vn/x?q=100%25",
        "https://a.vn/tin/van-ban/tin/moi",
    ],
)
def test_follows(url: str) -> None:
    assert refuse(url) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://a.vn/lich?thang=1&nam=2026", "https://b.vn/lich?nam=1999&thang=12", "/lich?nam=N&thang=N"),
        ("https://a.vn/tin/1.html", "https://a.vn/tin/22.html", "/tin/N.html"),
        ("https://a.vn/tin/mot-bai-viet-dai.htm", "https://a.vn/tin/ủy-ban-nhân-dân-7.htm", "/tin/S.htm"),
        ("https://a.vn/(S(a))/x?q=a", "https://a.vn/x?q=b&utm_source=z", "/x?q=S"),
        ("https://a.vn/thoi-su/", "https://a.vn/thoi-su/", "/thoi-su/"),
    ],
)
def test_shape(one: str, other: str, expected: str) -> None:
    assert shape(one) == shape(other) == expected
