"""`pytest --record` rewrites the expectation of a golden and then fails until a person has looked at it."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="rewrite article.json of the goldens, then fail")
