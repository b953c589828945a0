"""`maillage rotate-key` and `maillage backup-key`: another secret key, and whom backups are encrypted for."""

import os
from pathlib import Path

from django.conf import settings

from maillage.installation import place, sealing
from maillage.installation.place import RefusedError
from maillage.kit import secret_fields

IN_ENVIRONMENT = (
    "The key is in MAILLAGE_SECRET_KEY: put a new one there, the old one in MAILLAGE_SECRET_KEY_BEFORE, "
    "and run this again."
)


def rotate(folder: Path) -> None:
    """A new key first in the file, then everything sealed under it; the key of before is still accepted.

    Killed in between, both keys are in the file and open everything; once more finishes it.
    """
    in_file = not os.environ.get("MAILLAGE_SECRET_KEY")
    if in_file:
        use(folder, [place.new_key(), *place.keys_in(folder)])
    elif not settings.SECRET_KEY_FALLBACKS:
        raise RefusedError(IN_ENVIRONMENT)
    sealed, lost = secret_fields.seal_again()
    if in_file:
        use(folder, place.keys_in(folder)[:2])
    print(f"A new key is in use, and {sealed} secrets are sealed under it.")
    if lost:
        print(f"{lost} secrets open with no key that is here: a second factor among them is set up anew.")
    print(
        "Start Maillage again. Sessions and links go on under the key of before; after "
        f"{settings.SESSION_LIFETIME_HOURS} hours, `maillage rotate-key --retire` takes it away."
    )


def retire(folder: Path) -> None:
    """Accept the newest key alone. Raises RefusedError while something is sealed under another."""
    if os.environ.get("MAILLAGE_SECRET_KEY"):
        raise RefusedError("The keys are in the environment: empty MAILLAGE_SECRET_KEY_BEFORE there.")
    newest, *before = place.keys_in(folder)
    if not before:
        raise RefusedError("One key is accepted alone already: there is nothing to retire.")
    if left := secret_fields.under_an_older_key():
        raise RefusedError(
            f"{left} secrets are sealed under the key of before: run `maillage rotate-key` first."
        )
    use(folder, [newest])
    print("The key of before is forgotten. Start Maillage again; who did not come since then signs in anew.")


def use(folder: Path, keys: list[str]) -> None:
    """Write the keys, the newest first, and go on with them."""
    place.replace_private(folder / place.KEY_FILE, "\n".join([*keys, ""]))
    settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = keys


def backup_key(folder: Path) -> None:
    """Make a pair: the public half goes into the settings, the other is printed once and kept nowhere."""
    identity, recipient = sealing.new_identity()
    recipients = [*settings.BACKUP_RECIPIENTS, recipient]
    place.replace_setting(folder, place.RECIPIENTS, ",".join(recipients))
    print("# The identity that opens the backups of this installation. It is kept nowhere here: put these")
    print("# lines into a file on another machine, and on paper. Without it no backup opens.")
    print(f"# public key: {recipient}")
    print(identity)
