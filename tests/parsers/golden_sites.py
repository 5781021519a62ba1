"""The site with which a family's golden is read; the tests and `make parsers-report` share it."""

from typing import Any
from urllib.parse import urlsplit

from parsers.cms import FAMILIES
from parsers.site import Site

# Where the CMS leaves it to each site how addresses look.
ARTICLE_URL = {"dnn": r"/post/\d+/", "drupal": r"^/bai-thu-", "wordpress": r"^/\d{4}/\d\d/"}


def site_of_golden(page: dict[str, Any]) -> Site:
    """Return a site with all the layouts of the family that a golden's page.json names."""
    family = FAMILIES[page["cms"]]
    return Site(
        id="golden",
        name=family.name,
        province=None,
        kind="portal",
        hosts=(urlsplit(page["url"]).netloc,),
        article_url=family.article_url or ARTICLE_URL[family.name],
        layouts=family.layouts,
    )
