"""Reports as lines: what a person reads in columns, sizes and counts."""

import pytest

from archive.lines import byte_size, counted, table


def test_a_column_is_numbers_or_text_as_a_whole() -> None:
    rows = [("site", "layouts", "due", "lede"), ("a", "2019", "7", "-"), ("tỉnh", "2019, 2024", "1200", "86%")]
    assert list(table(rows)) == [
        "site  layouts      due  lede",
        "a     2019           7     -",
        "tỉnh  2019, 2024  1200   86%",
    ]
    assert list(table(rows[:1])) == ["site  layouts  due  lede"]


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (98_019, "98.0 kB"), (281_034, "281.0 kB"), (3_400_000, "3.4 MB"),
     (56_800_000_000, "56.8 GB")],
)  # fmt: skip
def test_a_size_as_people_say_it(count: int, text: str) -> None:
    assert byte_size(count) == text


def test_one_has_no_plural() -> None:
    assert [counted(number, "file") for number in (0, 1, 2)] == ["0 files", "1 file", "2 files"]
