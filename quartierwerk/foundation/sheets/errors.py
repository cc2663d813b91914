"""What a file of tables can do wrong, said to the person who brought it."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken


class SheetError(RuleBroken):
    """A file cannot be read or written as a table."""

    sentence = _("Die Datei lässt sich nicht als Tabelle lesen.")


class DamagedFile(SheetError):
    """The inside of a file does not hold together."""

    sentence = _(
        "Die Datei ist beschädigt und lässt sich nicht lesen. Bitte öffnen Sie sie in Ihrem "
        "Tabellenprogramm und speichern Sie sie noch einmal."
    )


class TooMuch(SheetError):
    """A file would unfold to more than the house is willing to read."""

    sentence = _("Die Datei ist ausgepackt zu groß. Bitte teilen Sie die Tabelle auf mehrere Dateien auf.")
