"""How a newsletter looks: a chain of theme folders, and the one door to Jinja.

``load`` finds the chain and proves its templates (``find`` and ``prove`` do it in two steps).  The
``Theme`` that it returns draws records to HTML.  What a page shows is in the record; what surrounds
it is in ``Site``; the words are the theme's own, in the newsletter's language.
"""

from pressday.theme.site import Site
from pressday.theme.theme import Theme, find, load, prove

__all__ = ["Site", "Theme", "find", "load", "prove"]
