"""Which routes a visitor may open, and what fills the blanks in their paths."""

PUBLIC: set[str] = {
    "ui:style",
}
"""Names of routes that answer a visitor; every other route must turn visitors away."""

OPEN_BY_DESIGN = {"api"}
"""Namespaces that are public as a whole: the read API."""

SAMPLES: dict[str, dict[str, object]] = {}
"""Route name → arguments of a page that exists in ``sample_city`` (test_pages.py)."""

BLANKS = {"int": 1, "slug": "probe", "str": "probe", "uuid": "5f2b8a1e-0000-4000-8000-000000000001", "path": "probe"}
"""What fills a blank by its converter, where the route has no sample."""
