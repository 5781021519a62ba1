import pytest

from archive.display import head, left, right, tail, width


@pytest.mark.parametrize(
    ("text", "columns"),
    [("Đảng bộ", 7), ("Đảng", 4), ("a\u0323\u0302", 1), ("北京", 4), ("", 0), ("a\u200bb", 2), ("x\n", 1)],
)
def test_width_is_what_a_terminal_shows(text: str, columns: int) -> None:
    assert width(text) == columns


def test_cut_and_filled_to_a_width() -> None:
    assert head("Hội Nông dân", 7) == "Hội Nô…"
    assert tail("Hội Nông dân", 7) == "…ng dân"
    assert head("北京市", 5) == "北京…"
    assert head("北京市", 4) == "北…"
    assert tail("北京市", 4) == "…市"
    assert head("ngắn", 4) == tail("ngắn", 4) == "ngắn"
    assert (left("ủy", 4) + "|", right("ủy", 4)) == ("ủy  |", "  ủy")
    for columns in range(1, 14):
        for text in ("Hội Nông dân", "a北b京c市d"):
            assert width(head(text, columns)) <= columns
            assert width(tail(text, columns)) <= columns
