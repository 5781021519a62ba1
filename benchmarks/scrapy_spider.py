"""The peer of the crawl benchmark: a Scrapy spider as a person would write it for the same portal.

    python benchmarks/scrapy_spider.py ADDRESS FOLDER [--tree]

It follows the list (with --tree also the articles named on articles), reads title, date and paragraphs with CSS into
FOLDER/items.jsonl, and keeps its queue in FOLDER/job (JOBDIR). Robots are off, pauses are off, nothing else is
changed but eight requests at a time to the one host. No page is kept and nothing is indexed.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess


class Portal(scrapy.Spider):  # type: ignore[misc]  # scrapy publishes no types
    """The list, its next pages, the articles."""

    name = "portal"

    def __init__(self, address: str, tree: bool) -> None:
        super().__init__(start_urls=[address])
        self.tree = tree

    def parse(self, response: Any) -> Iterator[Any]:
        """Follow a page of the list."""
        yield from response.follow_all(response.css("ul.list a.name"), self.parse_article)
        yield from response.follow_all(response.css("a.next"), self.parse)

    def parse_article(self, response: Any) -> Iterator[Any]:
        """Read an article."""
        yield {
            "url": response.url,
            "title": response.css(".ArticleHeader h1::text").get(),
            "date": response.css(".PostDate::text").get(),
            "body": [" ".join(block.css("::text").getall()).strip() for block in response.css(".ArticleContent p")],
        }
        if self.tree:
            yield from response.follow_all(response.css("li.other-item a.name"), self.parse_article)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("address")
    options.add_argument("folder", type=Path)
    options.add_argument("--tree", action="store_true")
    chosen = options.parse_args()
    settings = {
        "ROBOTSTXT_OBEY": False,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "JOBDIR": str(chosen.folder / "job"),
        "FEEDS": {str(chosen.folder / "items.jsonl"): {"format": "jsonlines"}},
        "LOG_LEVEL": "WARNING",
    }
    process = CrawlerProcess(settings)
    process.crawl(Portal, address=chosen.address, tree=chosen.tree)
    process.start()


if __name__ == "__main__":
    main()
