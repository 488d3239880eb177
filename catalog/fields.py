"""Form fields for query values: strict, comma-separated, with accepted values in every error."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from catalog.names import UnknownName

MOST_VALUES = 50


class NamesField(forms.CharField):
    """`a,b` → ["a", "b"]. A name that is not known is an error that carries an `UnknownName`."""

    def __init__(self, *, parameter: str, known: Callable[[], Collection[str]], **kwargs: Any):
        self.parameter = parameter
        self.known = known
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        names = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
        if len(names) > MOST_VALUES:
            raise ValidationError(f"{self.parameter}: at most {MOST_VALUES} values at once.")
        known = self.known() if names else ()
        for name in names:
            if name not in known:
                unknown = UnknownName(self.parameter, name, known)
                raise ValidationError(unknown.message, code="unknown", params={"unknown": unknown})
        return names
