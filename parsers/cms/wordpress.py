"""WordPress: associations, newspapers' magazines, a few departments.

Known by its generator tag and the folders of its scripts and style sheets. Source: the core template tags
(`body_class`, `post_class`, captions) and the public default themes Twenty Fifteen to Twenty Twenty-One.
`body.single` tells one article from a list, which has the same classes. The featured photo stands before the text;
where both are children of one `article`, that is the container. Without a node for the lede the first paragraph
serves if it is all bold.
"""

from parsers.cms.family import Family
from parsers.layout import Layout
from parsers.names import closing_source, first_bold_paragraph, signature
from parsers.photos import in_figures, in_paragraphs, in_tables

WORDPRESS = Layout(
    name="wordpress",
    title=("h1.entry-title", ".entry-header h1", "h1.post-title", "h1.wp-block-post-title"),
    lede=first_bold_paragraph(),
    published=(
        "time.entry-date.published::attr(datetime)",
        "time.entry-date::attr(datetime)",
        ".wp-block-post-date time::attr(datetime)",
        ".entry-date",
        "meta[property='article:published_time']",
    ),
    body=("article:has(> .entry-content)", ".entry-content", ".wp-block-post-content"),
    photos=(in_figures(), in_figures(".wp-caption-text", ".wp-caption"), in_tables(), in_paragraphs("em", "i")),
    byline=(".byline .author a", ".entry-meta .author a", ".author.vcard .fn", signature()),
    source=closing_source(),
    section=(".cat-links a", "a[rel~=category]"),
    tags=(".tags-links a", "a[rel=tag]"),
    drop=(
        "article:has(> .entry-content) > :not(.entry-content):not(.post-thumbnail)",
        ".entry-content .sharedaddy",
        ".entry-content .jp-relatedposts",
        ".entry-content .addtoany_share_save_container",
        ".entry-content .post-views",
        ".entry-content .page-links",
        "#toc_container",
    ),
    probe=("body.single", ".entry-content, .wp-block-post-content"),
)

FAMILY = Family(
    name="wordpress",
    markers=(
        "meta[name=generator i][content^=WordPress]",
        "link[rel=stylesheet][href*='/wp-content/']",
        "link[rel=stylesheet][href*='/wp-includes/']",
        "script[src*='/wp-includes/']",
        "link[rel='https://api.w.org/']",
    ),
    layouts=(WORDPRESS,),
)
