"""The directory's columns in files: what a list can say, and what only the house adds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from quartierwerk.foundation.house.words import word_lazy, words_lazy
from quartierwerk.foundation.sheets import Column


def _also(*headings: str) -> tuple[str, ...]:
    """Other headings for the same, as lists have them, separated by strokes."""
    return tuple(name.strip() for line in headings for name in line.split("|"))


COLUMNS = (
    Column(
        "external_id",
        gettext_lazy("Nummer"),
        _also("Nr | Nr. | Lfd. Nr. | laufende Nummer | ID | Kennung | Number | No."),
    ),
    Column(
        "name",
        gettext_lazy("Name"),
        _also(
            "Firma | Firmenname | Unternehmen | Name der Firma | Name des Unternehmens | Bezeichnung",
            "Akteur | Akteurin | Institution | Organisation | Company | Name / Firma | Firma / Name",
            "Betrieb | Titel | Organization",
        ),
        required=True,
    ),
    Column("kind", gettext_lazy("Art"), _also("Typ | Kategorie | Art des Eintrags | Akteurstyp | Type | Kind")),
    Column(
        "sectors",
        words_lazy("sector"),
        _also(
            "Teilmarkt | Teilmärkte | Branche | Branchen | Bereich | Sparte | Sektor | Wirtschaftszweig | Sector",
            "Sectors | Industry | Teilmarkt/Teilmärkte | Submarket",
        ),
    ),
    Column(
        "professions",
        gettext_lazy("Berufe"),
        _also(
            "Beruf | Tätigkeit | Tätigkeiten | Tätigkeitsfeld | Tätigkeitsfelder | Profession",
            "Professions | Gewerk",
        ),
    ),
    Column(
        "keywords",
        gettext_lazy("Stichwörter"),
        _also(
            "Stichworte | Schlagworte | Schlagwörter | Tags | Keywords | Leistung | Leistungen",
            "Schwerpunkt | Schwerpunkte",
        ),
    ),
    Column(
        "street",
        gettext_lazy("Straße"),
        _also(
            "Strasse | Str. | Straße + Nr. | Straße und Nr. | Straße, Nr. | Straße und Hausnummer",
            "Straße/Hausnummer | Straße Nr. | Adresse | Anschrift | Street | Address",
            "Straße & Hausnummer | Postanschrift",
        ),
    ),
    Column(
        "house_number",
        gettext_lazy("Hausnummer"),
        _also("Hausnr | Hausnr. | Haus-Nr. | HNr | Nr. (Haus) | House number | Street number"),
    ),
    Column(
        "postcode",
        gettext_lazy("PLZ"),
        _also(
            "Postleitzahl | PLZ/Ort | PLZ Ort | PLZ + Ort | PLZ und Ort | PLZ, Ort | Postcode | ZIP",
            "Postal code",
        ),
    ),
    Column("town", pgettext_lazy("address", "Ort"), _also("Stadt | Wohnort | Firmensitz | Town | City")),
    Column("addition", gettext_lazy("Adresszusatz"), _also("Zusatz | Address addition | c/o")),
    Column("lat", gettext_lazy("Breitengrad"), _also("Breite | Lat | Latitude | Koordinate Nord")),
    Column("lon", gettext_lazy("Längengrad"), _also("Länge | Lon | Lng | Long | Longitude | Koordinate Ost")),
    Column("precision", gettext_lazy("Genauigkeit"), _also("Precision")),
    Column(
        "further_sites",
        gettext_lazy("Weitere Standorte"),
        _also("Weitere Adressen | Filialen | Zweigstellen | Further sites | Further addresses"),
    ),
    Column(
        "email",
        gettext_lazy("E-Mail"),
        _also("Mail | E-Mail-Adresse | Mailadresse | eMail | E-Mail Adresse | Email address"),
    ),
    Column(
        "phone",
        gettext_lazy("Telefon"),
        _also("Tel | Tel. | Telefonnummer | Rufnummer | Festnetz | Fon | Phone"),
    ),
    Column("mobile", gettext_lazy("Mobil"), _also("Handy | Mobiltelefon | Mobilnummer | Mobile")),
    Column(
        "website",
        gettext_lazy("Website"),
        _also(
            "Webseite | Homepage | Internet | Internetseite | Internetadresse | Web | URL | WWW",
            "Web-Adresse",
        ),
    ),
    Column(
        "person",
        gettext_lazy("Ansprechperson"),
        _also(
            "Ansprechpartner | Ansprechpartnerin | Ansprechpartner/in | Ansprechpartner*in",
            "Kontaktperson | Contact person | Inhaber | Inhaberin | Inhaber/in | Geschäftsführung",
            "Kontakt",
        ),
    ),
    Column(
        "links",
        gettext_lazy("Links"),
        _also("Weitere Links | Social Media | Soziale Medien | Instagram | Facebook"),
    ),
    Column(
        "tagline_de",
        gettext_lazy("In einem Satz"),
        _also("Kurzbeschreibung | Kurztext | Claim | Untertitel | Slogan"),
    ),
    Column("tagline_en", gettext_lazy("In einem Satz (Englisch)"), _also("Tagline | Short description")),
    Column(
        "about_de",
        gettext_lazy("Text"),
        _also(
            "Beschreibung | Über uns | Profil | Langtext | Beschreibungstext | Angebot | Text (Deutsch)",
            "Bemerkung | Profiltext | Kurzprofil",
        ),
    ),
    Column(
        "about_en",
        gettext_lazy("Text (Englisch)"),
        _also("Beschreibung (Englisch) | Description | Description (English) | About"),
    ),
    Column("about_plain", gettext_lazy("Text in Leichter Sprache"), _also("Leichte Sprache | Plain language")),
    Column(
        "opening",
        gettext_lazy("Öffnungszeiten"),
        _also("Öffnungszeit | Geöffnet | Sprechzeiten | Opening hours"),
    ),
    Column("access", gettext_lazy("Barrierefreiheit"), _also("Barrierefrei | Zugänglichkeit | Accessibility")),
    Column(
        "is_open_for_cooperation",
        gettext_lazy("offen für Kooperation"),
        _also("Kooperation | Offen für Kooperationen | Kooperationsbereitschaft | Open for cooperation"),
    ),
    Column("cooperation_de", gettext_lazy("Kooperationswunsch"), _also("Kooperationsinteresse | Sucht")),
    Column("cooperation_en", gettext_lazy("Kooperationswunsch (Englisch)"), _also("Cooperation")),
    Column(
        "founded",
        gettext_lazy("Gegründet"),
        _also("Gründung | Gründungsjahr | Gegründet im Jahr | Seit | Founded"),
    ),
    Column(
        "closed_on",
        gettext_lazy("Geschlossen am"),
        _also("Geschlossen | Aufgelöst am | Erloschen am | Closed on"),
    ),
    Column("moved_on_to", gettext_lazy("Weiter bei"), _also("Nachfolge | Verzogen nach | Moved on to")),
    Column("legal_form", gettext_lazy("Rechtsform"), _also("Gesellschaftsform | Legal form")),
    Column("licence", gettext_lazy("Lizenz"), _also("Licence | License")),
)
"""What a list can say; the first name of each is also its heading in exports."""

OFFICE_ONLY = frozenset({"external_id", "source", "state"})
"""Columns of an export that only the office gets."""

EXTRA = (
    Column("district", word_lazy("district")),
    Column("quarters", words_lazy("quarter")),
    Column("source", gettext_lazy("Quelle des Eintrags")),
    Column("state", gettext_lazy("Zustand")),
    Column("changed_on", pgettext_lazy("date", "Stand")),
    Column("confirmed_on", gettext_lazy("Zuletzt bestätigt")),
    Column("is_stale", gettext_lazy("lange unbestätigt")),
    Column("sealed_until", gettext_lazy("Von der Stadt bestätigt bis")),
    Column("profile_number", gettext_lazy("Profilnummer")),
    Column("address", gettext_lazy("Seite im Verzeichnis")),
)
