"""Liferay 6.x asset publisher, as VNPT ePortal and EcoIT set it up: departments of Hà Nội, Bắc Giang, Thái Nguyên, Phú Thọ.

Known by `p_p_id=`, `portlet-boundary`, `/-/view_content/`, `.asset-full-content-title`. `.journal-content-article` alone
proves nothing: boxes in the margin use it too, so the body is the one inside `.asset-content`. `h1` is a portlet's heading.
The node `.view-content-author` holds the account that posted ("Admin English"); a name signed in the body goes before it.
"""

from parsers.layout import Layout
from parsers.names import signature
from parsers.photos import in_figures, in_paragraphs, in_tables

LIFERAY = Layout(
    name="liferay",
    title=".asset-full-content-title",
    lede="p.sapo",
    published=".assetPublishDate",
    body=(".asset-content .journal-content-article", ".asset-full-content .journal-content-article", ".asset-content"),
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=(signature(), ".view-content-author"),
    section=(".dd_chuyenmuc .tintuc", ".portlet-asset-publisher .portlet-title-text"),
    drop=(".related_asset", ".asset-control-detail", ".view-content-author"),
    probe=(".asset-full-content-title", ".asset-full-content"),
)
