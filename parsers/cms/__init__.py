"""The CMS families of Vietnamese portals and newspapers, and how to tell them from a page."""

from parsers.cms.content_fck import FAMILY as _CONTENT_FCK
from parsers.cms.dnn import FAMILY as _DNN
from parsers.cms.drupal import FAMILY as _DRUPAL
from parsers.cms.family import Family
from parsers.cms.joomla import FAMILY as _JOOMLA
from parsers.cms.liferay import FAMILY as _LIFERAY
from parsers.cms.mediatech import FAMILY as _MEDIATECH
from parsers.cms.nukeviet import FAMILY as _NUKEVIET
from parsers.cms.onecms import FAMILY as _ONECMS
from parsers.cms.sharepoint import FAMILY as _SHAREPOINT
from parsers.cms.sharepoint_modern import FAMILY as _SHAREPOINT_MODERN
from parsers.cms.vccorp import FAMILY as _VCCORP
from parsers.cms.vnportal import FAMILY as _VNPORTAL
from parsers.cms.webforms import FAMILY as _WEBFORMS
from parsers.cms.wordpress import FAMILY as _WORDPRESS
from parsers.cms.zce import FAMILY as _ZCE
from parsers.page import Page

# In the order in which they are asked. Modern SharePoint goes before classic; WebForms is what is left of ASP.NET
# when SharePoint, DNN and the newspapers' systems have said no.
_ORDER = (
    *(_SHAREPOINT_MODERN, _SHAREPOINT, _DNN, _NUKEVIET, _DRUPAL, _WORDPRESS, _JOOMLA, _LIFERAY),
    *(_VNPORTAL, _ZCE, _VCCORP, _ONECMS, _MEDIATECH, _CONTENT_FCK, _WEBFORMS),
)
FAMILIES: dict[str, Family] = {family.name: family for family in _ORDER}


def recognise(page: Page) -> str | None:
    """Return the name of the family (a key of FAMILIES) that made a page, by its markers, or None."""
    return next((family.name for family in _ORDER if family.marker_on(page)), None)
