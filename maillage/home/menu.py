from django.utils.translation import gettext_lazy as _

from maillage.kit.menu import MenuEntry

MENU = [MenuEntry(_("Today"), "home:today", "today", "day", order=0, bar=True)]
