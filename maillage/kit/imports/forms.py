"""The file, and what its columns mean."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from maillage.kit.imports.importable import Importable
from maillage.kit.imports.models import ImportBatch
from maillage.kit.imports.reading import FILE_BYTES, Table, UnreadableError, read_table, too_big

NONE = "-"  # a column of the file that says nothing here
ACCEPTED = ".csv,.tsv,.txt,.xlsx,.ods,.xls,.json"


class UploadForm(forms.Form):
    """One file; it is read at once and never kept."""

    file = forms.FileField(
        label=_("My file"),
        help_text=_(
            "A spreadsheet (XLSX, ODS, XLS) or a CSV, 10 MB at most. The first line names the columns."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, kind: Importable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.table: Table | None = None

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > FILE_BYTES:
            raise forms.ValidationError(too_big())
        try:
            self.table = read_table(file.read(), from_json=self.kind.from_json)
        except UnreadableError as refusal:
            raise forms.ValidationError(str(refusal.sentence)) from None
        return file


class ColumnsForm(forms.Form):
    """For each column of the file, what it means here; a guess stands there already."""

    def __init__(self, *args: Any, kind: Importable, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.batch = kind, batch
        choices = [(NONE, _("I leave this column out")), *((each.name, each.label) for each in kind.columns)]
        for number, header in enumerate(batch.headers):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=header or _("Column %(number)d") % {"number": number + 1},
                choices=choices,
                initial=batch.mapping[number] or NONE,
            )

    @property
    def mapping(self) -> list[str]:
        """What each column means, in their order."""
        said = [self.cleaned_data.get(f"column-{number}", NONE) for number in range(len(self.batch.headers))]
        return ["" if name == NONE else name for name in said]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [name for name in self.mapping if name]
        for column in self.kind.columns:
            if column.required and column.name not in chosen:
                self.add_error(None, _("No column says “%(what)s”.") % {"what": column.label})
            if chosen.count(column.name) > 1:
                self.add_error(None, _("Two columns say “%(what)s”.") % {"what": column.label})
        return cleaned
