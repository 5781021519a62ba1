"""The body of a story as HTML: what both families share. The families differ in their paragraphs and addresses."""

from collections.abc import Callable
from dataclasses import dataclass

from demo.content import Block, Heading, Items, Offer, Picture, Rows, Story
from demo.page import escape

_IMAGE = '<img alt="" src="{}" style="width: 600px; height: 400px;" />'
_CENTRED = '<p style="text-align: center;">{}</p>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How one family writes a body: its paragraph, and where its photos and files are (a path for a file name)."""

    paragraph: Callable[[str], str]  # from HTML to HTML
    photo: Callable[[str], str]
    file: Callable[[str], str]


def body_html(story: Story, manner: Manner) -> str:
    """Return the blocks of a story, one after the other."""
    return "\n".join(_block(block, story, manner) for block in story.blocks)


def _block(block: Block, story: Story, manner: Manner) -> str:
    def text(plain: str) -> str:
        return escape(story.printed(plain))

    match block:
        case str():
            return manner.paragraph(text(block))
        case Picture():
            return _picture(block, text(block.line), manner, emphasised="plain_captions" not in story.quirks)
        case Offer():
            link = f'<a href="{manner.file(block.file)}">{text(block.link)}</a>'
            return manner.paragraph(f"{text(block.before)}{link}{text(block.after)}")
        case Heading():
            return manner.paragraph(f"<strong>{text(block.heading)}</strong>")
        case Items():
            items = "\n".join(f"<li>\n<u>{text(item)}</u></li>" for item in block.items)
            return f"<ol>\n{items}</ol>"
        case Rows():
            rows = "\n".join(
                "<tr>" + "".join(f"<td>\n<p>{text(cell)}</p></td>" for cell in row) + "</tr>" for row in block.rows
            )
            return f'<table border="1" cellspacing="0" style="width: 600px;">\n<tbody>\n{rows}</tbody></table>'


def _picture(picture: Picture, line: str, manner: Manner, *, emphasised: bool) -> str:
    """Photo and caption as centred paragraphs; several photos share a table, with the caption in its second row."""
    images = [_IMAGE.format(escape(manner.photo(name))) for name in picture.photos]
    caption = f"<em>{line}</em>" if emphasised else line
    if len(images) == 1:
        return "\n".join((_CENTRED.format(images[0]), _CENTRED.format(caption) if line else "")).strip()
    cells = "".join(f"<td>{image}</td>" for image in images)
    below = f'<td colspan="{len(images)}" style="text-align: center;">{caption}</td>'
    return f'<table align="center" border="0">\n<tbody>\n<tr>{cells}</tr>\n<tr>{below}</tr></tbody></table>'
