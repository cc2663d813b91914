"""How much fits: the one table that rules, forms, models and sentences read."""

from __future__ import annotations

LENGTHS = {
    "name": 200,
    "tagline_de": 200,
    "tagline_en": 200,
    "about_de": 6000,
    "about_en": 6000,
    "about_plain": 6000,
    "cooperation_de": 300,
    "cooperation_en": 300,
    "moved_on_to": 200,
    "legal_form": 40,
    "external_id": 80,
    "licence": 40,
    "opening_note": 200,
    "keyword": 60,
    "street": 120,
    "house_number": 20,
    "postcode": 10,
    "town": 80,
    "addition": 120,
    "contact": 250,
    "link_label": 80,
    "link_url": 300,
}
"""The longest text of each field, in characters."""

MOST = {"keywords": 30, "sites": 10, "contacts": 12, "links": 12, "works": 12, "spans": 4}
"""How many of a thing a profile has; of spans, how many a day."""

OLDEST = 1200
"""The earliest year of foundation; what is older is a slip of the hand."""
