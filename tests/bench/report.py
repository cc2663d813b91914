"""From what the parts found to the table: work, figure, bar, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

ENGINE_P95, ENGINE_TO_RAW, ENGINE_GROWTH = 25.0, 1.7, 10.0
PAGE_P95, PAGE_TO_PARTS = 50.0, 2.0
IMPORT_SPEED, IMPORT_MEMORY, IMPORT_GROWTH = 200.0, 150.0, 1.2
WEIGHT, MAP_WEIGHT = 100_000, 500_000
CLUSTERS_P95, CLUSTERS_BYTES = 40.0, 60_000
LOCATING = 100_000.0
DOCUMENTS, DOCUMENT_TO_EMPTY = 20.0, 25.0
ENTRY_FULL_TO_EMPTY = 1.5
LETTERS_SECONDS = 60.0
AUTOSAVE_P95 = 60.0
CASES_QUERIES = 15.0
STATISTICS_P95, STATISTICS_QUERIES = 300.0, 15.0
DOUBLES_SECONDS, DOUBLES_MEMORY = 120.0, 150.0
DOUBLES_PRECISION, DOUBLES_RECALL = 0.95, 0.90
RECALL, MRR = 0.9, 0.85
LARGE, MIDDLE = 1_000_000, 100_000

Found = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One line of the table; without a bar nothing can be missed."""

    work: str
    figure: str
    bar: str = ""
    ok: bool | None = None


def most(work: str, value: float, bar: float, unit: str, *, note: str = "") -> Row:
    """A line whose figure may not exceed the bar."""
    return Row(work, f"{_plain(value)}{unit}{note}", f"≤ {_plain(bar)}{unit}", value <= bar)


def least(work: str, value: float, bar: float, unit: str, *, note: str = "") -> Row:
    """A line whose figure must reach the bar."""
    return Row(work, f"{_plain(value)}{unit}{note}", f"≥ {_plain(bar)}{unit}", value >= bar)


def rows(found: Found, *, judge: bool = True) -> list[Row]:
    """The whole table, in the order of the parts; a run that only tries whether everything works is not judged."""
    parts = {"load": load, "engine": engine, "page": page, "clusters": clusters, "locating": locating}
    parts |= {"doubles": doubles, "import": imports, "weight": weight, "documents": documents}
    parts |= {"entries": entries, "letters": letters, "autosave": autosave, "cases": cases, "statistics": statistics}
    parts |= {"quality": quality}
    table = [row for part, make in parts.items() if part in found for row in make(found[part])]
    return table if judge else _without_bar(*table)


def load(found: Found) -> Iterator[Row]:
    """How long the sets of data took when they were made; no bar."""
    for size, steps in found.items():
        for step, name in {"rows": "bulk verb", "index": "search.rebuild"}.items():
            if kept := steps.get(step):
                speed = f"{int(size) / kept['seconds']:,.0f}/s, " if int(size) else ""
                figure = f"{kept['seconds']:,.1f} s ({speed}{kept['above_idle_mb']:,.0f} MB above idle)"
                yield Row(f"load {int(size):,}: {name}", figure)


def engine(found: Found) -> Iterator[Row]:
    """Ours beside raw tantivy at each size, and how both sizes that matter compare."""
    for size, one in found.items():
        own, raw = one["engine"]["wall"], one["raw"]["wall"]
        name, note = f"engine {int(size):,}", f" (p50 {own['p50']:.1f}, mean {own['mean']:.1f})"
        p95 = most(f"{name}: p95", own["p95"], ENGINE_P95, " ms", note=note)
        note = f" (p95 {raw['p95']:.1f} ms; by mean {own['mean'] / raw['mean']:.2f} ×)"
        ratio = most(f"{name}: ÷ raw tantivy, p95", own["p95"] / raw["p95"], ENGINE_TO_RAW, " ×", note=note)
        yield from (p95, ratio) if int(size) == LARGE else _without_bar(p95, ratio)
    if str(LARGE) in found and str(MIDDLE) in found:
        large, middle = (found[str(size)]["engine"]["wall"]["p95"] for size in (LARGE, MIDDLE))
        yield most("engine 100,000 → 1,000,000: p95", large / middle, ENGINE_GROWTH, " ×")


def page(found: Found) -> Iterator[Row]:
    """The whole page, and what it adds to the engine and an empty page."""
    for size, one in found.items():
        own, parts = one["page"], one["engine"]["p95"] + one["empty"]["p95"]
        name, note = f"page {int(size):,}", f" (p50 {own['p50']:.1f}, mean {own['mean']:.1f})"
        p95 = most(f"{name}: p95", own["p95"], PAGE_P95, " ms", note=note)
        note = f" ({one['engine']['p95']:.1f} + {one['empty']['p95']:.1f} ms)"
        ratio = most(f"{name}: ÷ (engine + empty page), p95", own["p95"] / parts, PAGE_TO_PARTS, " ×", note=note)
        yield from (p95, ratio) if int(size) == LARGE else _without_bar(p95, ratio)


def clusters(found: Found) -> Iterator[Row]:
    """The map's answers: how long they take and how much they weigh, before packing."""
    for size, views in found.items():
        for view, one in views.items():
            name, wall = f"clusters {int(size):,}, {view}", one["wall"]
            p95 = most(f"{name}: p95", wall["p95"], CLUSTERS_P95, " ms", note=f" (p50 {wall['p50']:.1f})")
            note = f" ({one['most_packed']:,} packed)"
            largest = most(f"{name}: largest answer", one["most_bytes"], CLUSTERS_BYTES, " bytes", note=note)
            yield from (p95, largest) if int(size) == LARGE else _without_bar(p95, largest)


def locating(found: Found) -> Iterator[Row]:
    """Points to places."""
    yield least("points to places", found["points"] / found["seconds"], LOCATING, "/s")


def doubles(found: Found) -> Iterator[Row]:
    """The whole stock compared with itself; the bar is set for 100,000."""
    for size, one in found.items():
        name = f"doubles in {int(size):,}"
        note = f" ({one['processor']:.1f} s of processor; longest block {one['longest_block']:.1f} s)"
        if int(size) <= MIDDLE:
            yield most(f"{name}: seconds", one["seconds"], DOUBLES_SECONDS, " s", note=note)
            yield most(f"{name}: memory above idle", one["above_idle_mb"], DOUBLES_MEMORY, " MB")
        else:
            yield Row(name, f"{one['seconds']:,.0f} s{note}")
        copies = ", ".join(f"{kind} {found:,} of {all_of:,}" for kind, (found, all_of) in one["copies"].items())
        yield Row(f"{name}: planted copies found", copies)
        yield least(f"{name}: labelled pairs, precision", one["labelled_precision"], DOUBLES_PRECISION, "")
        yield least(f"{name}: labelled pairs, recall", one["labelled_recall"], DOUBLES_RECALL, "")


def imports(found: Found) -> Iterator[Row]:
    """Speed and memory of each run; the small list is what the large one's memory is held against."""
    for into, runs in found.items():
        peaks = [run["above_idle_mb"] for run in runs]
        for run in runs:
            name = f"import {run['rows']:,} rows into {into}"
            outcomes = ", ".join(f"{key} {count:,}" for key, count in run["outcomes"].items())
            note = f" ({run['seconds']:,.0f} s; {outcomes})"
            yield least(f"{name}: speed", run["rows"] / run["seconds"], IMPORT_SPEED, " rows/s", note=note)
            yield most(f"{name}: memory above idle", run["above_idle_mb"], IMPORT_MEMORY, " MB")
        if len(peaks) > 1:
            yield most(f"import into {into}: memory, large list ÷ small", peaks[-1] / peaks[0], IMPORT_GROWTH, " ×")


def weight(found: Found) -> Iterator[Row]:
    """The first visits."""
    for name, one in found.items():
        note = f" (HTML {one['html']:,}, CSS {one['css']:,}, JS {one['js']:,}; {one['files']} files)"
        yield most(f"first visit: {name}", one["total"], MAP_WEIGHT if name == "map" else WEIGHT, " bytes", note=note)


def documents(found: Found) -> Iterator[Row]:
    """Two pages with a table beside an empty one."""
    own, empty = found["sample"], found["empty"]
    note = f" (p50 {own['p50']:.1f} ms, p95 {own['p95']:.1f} ms)"
    yield least("documents of two pages", 1000 / own["mean"], DOCUMENTS, "/s", note=note)
    note = f" (p50 {empty['p50']:.2f} ms)"
    yield most("documents: ÷ empty page, p50", own["p50"] / empty["p50"], DOCUMENT_TO_EMPTY, " ×", note=note)


def entries(found: Found) -> Iterator[Row]:
    """An entry into a full pot beside one into an empty pot."""
    full, empty = found["full"], found["empty"]
    note = f" (p50 {full['p50']:.1f} ms and {empty['p50']:.1f} ms)"
    work = f"entry into a pot of {found['standing']:,}: ÷ empty pot, p50"
    yield most(work, full["p50"] / empty["p50"], ENTRY_FULL_TO_EMPTY, " ×", note=note)


def letters(found: Found) -> Iterator[Row]:
    """A run that issues letters, beside the same ones only compiled."""
    number, seconds = found["letters"], found["seconds"]
    each = {name: 1000 * taken / number for name, taken in seconds.items()}
    note = f" ({each['issue']:.1f} ms each, of them compiled in {each['compile']:.1f} ms)"
    yield most(f"letters: {number} issued in one run", seconds["issue"], LETTERS_SECONDS, " s", note=note)
    yield Row("letters: drafted, approved", f"{seconds['draft']:.1f} s, {seconds['approve']:.1f} s")


def autosave(found: Found) -> Iterator[Row]:
    """Saves of many who type at once, beside the cheapest answer to the same form."""
    own, floor = found["save"], found["floor"]
    name = f"autosave, {found['people']} people every {found['every']:g} s"
    note = f" (p50 {own['p50']:.1f}, most {own['most']:.1f}; {own['times']:,} saves)"
    yield most(f"{name}: p95", own["p95"], AUTOSAVE_P95, " ms", note=note)
    note = f" (p50 {floor['p50']:.1f}, p95 {floor['p95']:.1f}, most {floor['most']:.1f} ms)"
    yield Row(f"{name}: ÷ cheapest answer, p50", f"{own['p50'] / floor['p50']:.2f} ×{note}")


def cases(found: Found) -> Iterator[Row]:
    """The office's list of applications, beside its rows asked for by hand."""
    own, raw = found["page"], found["raw"]
    name = f"list of {found['standing']:,} applications"
    yield most(f"{name}: queries of an answer", found["most_queries"], CASES_QUERIES, "")
    note = f" (p50 {own['p50']:.1f}, most {own['most']:.1f}; {found['questions']} choices of filters)"
    yield Row(f"{name}: p95", f"{own['p95']:.1f} ms{note}")
    yield Row(f"{name}: its rows asked for by hand", f"p95 {raw['p95']:.1f} ms (p50 {raw['p50']:.1f})")


def statistics(found: Found) -> Iterator[Row]:
    """The page of figures, beside an empty one."""
    own, empty = found["page"], found["empty"]
    name = f"figures of {found['projects']:,} projects over {found['years']} years and {found['districts']} districts"
    note = f" (p50 {own['p50']:.1f}, most {own['most']:.1f}; {own['times']:,} answers, {found['bytes'] / 1000:.0f} kB)"
    yield most(f"{name}: p95", own["p95"], STATISTICS_P95, " ms", note=note)
    yield most(f"{name}: queries of an answer", found["most_queries"], STATISTICS_QUERIES, "")
    yield Row(f"{name}: empty page beside it", f"p95 {empty['p95']:.1f} ms (p50 {empty['p50']:.1f})")


def quality(found: Found) -> Iterator[Row]:
    """Both figures of each half; bars for the search as it is."""
    for half, one in found.items():
        if one["unknown"]:
            unknown = "; ".join(one["unknown"])
            yield Row(f"quality, half {half}: expected names that no profile has", unknown, "none", ok=False)
        for way, score in one["ways"].items():
            name = f"quality, half {half} ({one['questions']} queries), {way}"
            recall = least(f"{name}: recall@10", score["recall_at_10"], RECALL, "")
            mrr = least(f"{name}: MRR", score["mrr"], MRR, "")
            yield from (recall, mrr) if way == "as it is" else _without_bar(recall, mrr)


def as_text(table: list[Row]) -> str:
    """The table for people."""
    lines = [("Work", "Figure", "Bar", "")]
    lines += [(row.work, row.figure, row.bar, {True: "ok", False: "MISSED", None: ""}[row.ok]) for row in table]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    lines.insert(1, tuple("─" * width for width in widths))
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(line.rstrip() for line in padded)


def as_plain(table: list[Row]) -> list[dict[str, Any]]:
    """The table for machines."""
    return [asdict(row) for row in table]


def _without_bar(*table: Row) -> list[Row]:
    return [Row(row.work, row.figure) for row in table]


def _plain(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3f}" if value <= 1 else f"{value:.4g}" if value < 10 else f"{value:.1f}".removesuffix(".0")
