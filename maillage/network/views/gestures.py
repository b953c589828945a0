"""One-tap changes of a shared sheet, each with its undoing in the message that answers it."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.gestures import gesture
from maillage.network import operations
from maillage.network.models import Actor, ContactPerson, LentRoom, Site, Way

IT_IS_BACK = _("It is back.")
WITHDRAWN = _("Withdrawn: %(row)s")

withdraw_actor = gesture(Actor, operations.withdraw_actor, "actor", WITHDRAWN, undo="network:restore_actor")
restore_actor = gesture(Actor, operations.restore_actor, "actor", IT_IS_BACK)
withdraw_site = gesture(Site, operations.withdraw_site, "site", WITHDRAWN, undo="network:restore_site")
restore_site = gesture(Site, operations.restore_site, "site", IT_IS_BACK)
withdraw_way = gesture(Way, operations.withdraw_way, "way", WITHDRAWN, undo="network:restore_way")
restore_way = gesture(Way, operations.restore_way, "way", IT_IS_BACK)
withdraw_person = gesture(
    ContactPerson, operations.withdraw_person, "person", WITHDRAWN, undo="network:restore_person"
)
restore_person = gesture(ContactPerson, operations.restore_person, "person", IT_IS_BACK)
withdraw_room = gesture(LentRoom, operations.withdraw_room, "room", WITHDRAWN, undo="network:restore_room")
restore_room = gesture(LentRoom, operations.restore_room, "room", IT_IS_BACK)
