"""A person's vault: the key pair their texts are sealed to, and the locks that open it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.models import Record
from maillage.people.models.persons import Person


class VaultKey(Record):
    """The key pair of a person. The public key seals; the private one is nowhere in clear (house.md 4)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="vault_keys")
    public_key = models.BinaryField(max_length=65)
    made_at = models.DateTimeField(_("made on"))
    checked_at = models.DateTimeField(_("codes checked on"), null=True)
    retired_at = models.DateTimeField(_("replaced on"), null=True)
    #: Of a replaced key that was opened since: its private key, sealed to the key of today.
    passed_on = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("vault key")
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(retired_at=None), name="people_one_vault"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class VaultLock(Record):
    """One thing that opens a vault: the private key, sealed under what the person knows or keeps on paper."""

    class Kind(models.TextChoices):
        """What opens it."""

        PASSWORD = "password", _("my password")
        PASSPHRASE = "passphrase", _("my passphrase")
        CODE = "code", _("a code on paper")

    key = models.ForeignKey(VaultKey, on_delete=models.CASCADE, related_name="locks")
    kind = models.CharField(_("what opens it"), max_length=16, choices=Kind)
    salt = models.BinaryField(max_length=16)
    passes = models.PositiveIntegerField()
    memory_kib = models.PositiveIntegerField()
    lanes = models.PositiveIntegerField()
    sealed = models.BinaryField(max_length=60)
    made_at = models.DateTimeField(_("made on"))
    #: The password was replaced without the vault: this lock still opens with the one before.
    outdated_at = models.DateTimeField(_("password replaced on"), null=True)

    class Meta:
        verbose_name = _("vault lock")
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "kind"], condition=~models.Q(kind="code"), name="people_one_lock_a_kind"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
