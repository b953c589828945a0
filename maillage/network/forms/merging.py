"""What to keep where two sheets of one actor differ."""

from typing import Any

from django import forms

from maillage.network import operations
from maillage.network.merging import differences
from maillage.network.models import Actor, ActorMerge
from maillage.people.models import Person

KEPT, GONE = "kept", "gone"


class MergeForm(forms.Form):
    """One choice for each thing the two sheets say differently."""

    def __init__(self, *args: Any, kept: Actor, gone: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.gone = kept, gone
        for each in differences(kept, gone):
            self.fields[each.name] = forms.ChoiceField(
                label=each.label,
                choices=[(KEPT, each.kept or "–"), (GONE, each.gone or "–")],
                widget=forms.RadioSelect,
                initial=KEPT,
            )

    def keep(self, by: Person) -> ActorMerge:
        """Join the two, with what was chosen."""
        taken = [name for name, choice in self.cleaned_data.items() if choice == GONE]
        return operations.merge_actors(by=by, kept=self.kept, gone=self.gone, taken=taken)
