"""What comes into funding as a table: the running cases of a spreadsheet."""

from __future__ import annotations

from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.sheets import Column
from quartierwerk.rooms.funding.rules.taking import HEADINGS

NAMES = {
    "programme": ("Foerderprogramm", "Fonds", "Programme"),
    "file_number": ("Az", "Az.", "Vorgangsnummer", "File number"),
    "title": ("Projekttitel", "Titel", "Vorhaben", "Project"),
    "summary": ("Kurzbeschreibung", "Beschreibung", "Zweck", "Summary"),
    "district": ("Bezirk", "Stadtbezirk", "District"),
    "carrier": ("Antragsteller", "Projekttraeger", "Verein", "Applicant"),
    "is_person": ("private Person", "privat", "Private person"),
    "starts_on": ("Beginn", "von", "First day"),
    "ends_on": ("Ende", "bis", "Last day"),
    "received_on": ("Eingang", "Eingangsdatum", "Antragsdatum", "Received on"),
    "asked": ("beantragte Summe", "Antragssumme", "Asked"),
    "spent": ("Gesamtausgaben", "Gesamtkosten", "Kosten", "Expenses"),
    "stand": ("Status", "Bearbeitungsstand", "State"),
    "granted": ("bewilligte Summe", "Bewilligung", "Granted"),
    "pot": ("Haushaltstopf", "Pot"),
    "reason": ("Grund", "Reason"),
    "conditions": ("Auflagen", "Nebenbestimmungen", "Conditions"),
}
"""What else the columns are called in the spreadsheets of offices."""
NEEDED = frozenset({"programme", "title", "summary", "district", "carrier", "starts_on", "ends_on"}) | frozenset(
    {"received_on", "asked", "spent", "stand"}
)


def list_columns() -> tuple[Column, ...]:
    """What a list of cases may hold, in the city's own words."""
    return tuple(
        Column(key, word("district") if key == "district" else label, names=NAMES[key], required=key in NEEDED)
        for key, label in HEADINGS.items()
    )
