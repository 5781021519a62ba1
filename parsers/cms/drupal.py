"""Drupal 7 to 10: districts of An Giang (anphu, longxuyen) and others.

Known by its generator tag, `data-drupal-selector` and the script settings. The first layout is the theme
gavias_batiz as anphu.angiang.gov.vn deployed it (public templates); it prints d/m/Y. The second is that of the core
themes Bartik and Classy. These print their dates month first ("Tue, 07/21/2020 - 14:30") unless the editors changed
the format, and the machine-readable `datetime` is read where there is one.
"""

from parsers.cms.family import Family
from parsers.layout import Layout
from parsers.names import closing_source, first_bold_paragraph, signature
from parsers.photos import in_figures, in_paragraphs, in_tables

DRUPAL_BATIZ = Layout(
    name="drupal-batiz",
    title="h1.post-title",
    lede=first_bold_paragraph(),
    published=".article-detail .post-created",
    body=".article-detail .node__content",
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=signature(),
    source=closing_source(),
    section=".article-detail .post-meta .field--name-field-post-category",
    tags=".article-detail .post-tags a",
    drop=(".node__content .node__links", ".node__content .field--name-comment"),
    probe=(".node-detail .article-detail", ".node__content"),
)

DRUPAL = Layout(
    name="drupal",
    title=(".page-title", "h1#page-title", "h1.page-header", "h1.title"),
    lede=first_bold_paragraph(),
    published=(
        ".node__meta time::attr(datetime)",
        ".node__submitted time::attr(datetime)",
        ".node__submitted",
        ".node__meta",
        ".node .submitted",
    ),
    body=(".node--view-mode-full .node__content", ".node.node-full > .content", ".node > .content"),
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=signature(),
    source=closing_source(),
    tags=".field--name-field-tags a",
    drop=(
        ".node__content .node__links",
        ".node__content .field--name-field-tags",
        ".node__content .field--name-comment",
    ),
    probe=".node--view-mode-full .node__content, .node > .content",
    order="mdy",
)

FAMILY = Family(
    name="drupal",
    markers=(
        "meta[name=generator i][content*=Drupal]",
        "[data-drupal-selector]",
        b"jQuery.extend(Drupal.settings",
        "link[rel=stylesheet][href*='/sites/default/files/css/']",
    ),
    layouts=(DRUPAL_BATIZ, DRUPAL),
)
