"""``quartierwerk``: the one command of the house."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

OK, SOME_CAME_BACK, FAILED = 0, 1, 2


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, run the command, leave with its code: 0 all well, 1 partly, 2 not at all."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quartierwerk.config.settings")
    if options.command == "demo":
        os.environ.update(demo_environment())
    if options.command == "practice":
        os.environ.update(practice_environment(options.port))
    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(f"quartierwerk cannot start: {error}", file=sys.stderr)
        sys.exit(FAILED)
    # The commands import models, which exist only after the set-up above.
    from quartierwerk.config import commands  # noqa: PLC0415 – needs django.setup()

    run: Callable[[argparse.Namespace], int] = getattr(commands, options.run)
    try:
        code = run(options)
    except KeyboardInterrupt:
        code = 130
    except DatabaseError as error:
        print(
            f"The database refuses: {error}\nIs it running, and has “quartierwerk migrate” been run?", file=sys.stderr
        )
        code = FAILED
    except Exception:
        # Python's own exit code for this is 1, which here means “some rows came back”.
        traceback.print_exc()
        code = FAILED
    sys.exit(code)


def demo_environment() -> dict[str, str]:
    """The settings of a demo: everything under DATA_DIR, a secret of its own, the site on localhost."""
    data = Path(os.environ.get("DATA_DIR", "var")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    secret = data / "secret"
    if not secret.exists():
        secret.write_text(os.urandom(48).hex(), encoding="ascii")
        secret.chmod(0o600)
    port = os.environ.get("PORT", "8000")
    return {
        "QUARTIERWERK_MODE": "demo",
        "DATA_DIR": str(data),
        "SECRET_KEY": os.environ.get("SECRET_KEY") or secret.read_text(encoding="ascii").strip(),
        "SITE_URL": os.environ.get("SITE_URL", f"http://localhost:{port}"),
        "ALLOWED_HOSTS": os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1"),
    }


def practice_environment(port: int) -> dict[str, str]:
    """The settings of the practice house: a demo in a folder and a database of its own inside DATA_DIR."""
    data = Path(os.environ.get("DATA_DIR", "var")).resolve() / "practice"
    site = os.environ.get("PRACTICE_URL") or f"http://localhost:{port}"
    os.environ.update({"DATA_DIR": str(data), "SECRET_KEY": "", "SITE_URL": site, "PORT": str(port)})
    return demo_environment() | {
        "QUARTIERWERK_MODE": "practice",
        "DATABASE_URL": "sqlite:///quartierwerk.sqlite3",
        "ALLOWED_HOSTS": f"{urlsplit(site).hostname},localhost,127.0.0.1",
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quartierwerk", description="The house of a city's creative economy.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: str, sentence: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=sentence, description=sentence)
        added.set_defaults(run=run)
        return added

    serve = command("serve", "serve", "Serve the site.")
    _address(serve)
    serve.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    command("worker", "worker", "Deliver facts and mails, follow the index, do the periodic work.")
    command("migrate", "migrate", "Bring the database to the state of this version.")
    init = command("init", "init", "Found the city of this house from a file.")
    init.add_argument("file", type=Path, nargs="?", help="a TOML file; see --template")
    init.add_argument("--template", action="store_true", help="print a file to fill in, and do nothing")
    init_how = init.add_mutually_exclusive_group()
    init_how.add_argument("--dry-run", action="store_true", help="only say what would happen")
    init_how.add_argument("--update", action="store_true", help="bring a city that is there up to the file")
    demo = command("demo", "demo", "Load the demo city if it is not there yet, and serve it with a worker.")
    _address(demo)
    demo.add_argument("--load-only", action="store_true", help="load and index, but don't serve")
    few = "so many small projects in each of the last years; fewer than the usual number load faster"
    demo.add_argument("--cases", type=int, metavar="N", help=few)
    demo.add_argument("--reset", action="store_true", help="throw the demo city away first")

    practice = command("practice", "practice", "Serve the practice house: the demo city in a house of its own.")
    _address(practice, port="8001")
    practice.add_argument("--load-only", action="store_true", help="load, but don't serve")
    practice.add_argument("--reset", action="store_true", help="put it back to its beginning first")

    imports = command("import", "import_", "Read a list into the house.")
    imports.add_argument("what", choices=["profiles", "addresses", "boundaries"], help="what the file holds")
    imports.add_argument("file", type=Path, nargs="?", help="a CSV or XLSX file; GeoJSON for boundaries")
    how = imports.add_mutually_exclusive_group(required=True)
    how.add_argument("--dry-run", action="store_true", help="only say what would happen")
    how.add_argument("--yes", action="store_true", help="do it")
    how.add_argument("--resume", action="store_true", help="finish imports that were interrupted")
    imports.add_argument("--report", type=Path, metavar="OUT.csv", help="where to write the rows that came back")
    imports.add_argument("--list", default="", metavar="NAME", help="the list's name, by which it is known again")
    drawn = imports.add_argument_group("boundaries")
    kinds = ["district", "neighbourhood", "centre", "quarter"]
    drawn.add_argument("--kind", choices=kinds, default="district", help="what the areas are (default: district)")
    drawn.add_argument("--valid-from", type=date.fromisoformat, metavar="DAY", help="YYYY-MM-DD (default: today)")
    drawn.add_argument("--source", default="", metavar="TEXT", help="who surveyed them (default: the file's name)")
    drawn.add_argument("--create-missing", action="store_true", help="create places that are not known yet")
    drawn.add_argument("--outline-moves", action="store_true", help="the city itself may lose area at its rim")

    export = command("export", "export", "Write what is public into a file.")
    export.add_argument("what", choices=["profiles"])
    export.add_argument("--format", choices=["csv", "xlsx", "geojson"], default="csv")
    export.add_argument("--out", type=Path, metavar="FILE", help="default: standard output")
    export.add_argument("--filter", default="", metavar="QUERY", help="as in the address bar: 'sector=design&q=Plakat'")

    retention = command("retention", "retention", "Say what is beyond its term, by room; delete it with --yes.")
    term = retention.add_mutually_exclusive_group()
    term.add_argument("--dry-run", action="store_true", help="only say how much would go today (the default)")
    term.add_argument("--yes", action="store_true", help="delete it now instead of waiting for the worker")
    maintenance = command("maintenance", "maintenance", "Close the house for a while, or open it again.")
    maintenance.add_argument("state", choices=["on", "off"], help="on closes it, off opens it")
    maintenance.add_argument(
        "--until", type=datetime.fromisoformat, metavar="TIME", help="YYYY-MM-DDTHH:MM, what visitors are told"
    )

    command("reindex", "reindex", "Build the search index anew from the database.")
    backup = command("backup", "backup", "Write the database and the files into one archive.")
    backup.add_argument("file", type=Path, help="the archive to write (.tar.gz)")
    restore = command("restore", "restore", "Put an archive back; what is there now is replaced.")
    restore.add_argument("file", type=Path, help="an archive written by backup")
    restore.add_argument("--yes", action="store_true", required=True, help="yes, replace what is there")
    check = command("check", "check", "Look for mistakes in settings, database and index.")
    check.add_argument("--deploy", action="store_true", help="also what matters in production only")
    return parser


def _address(parser: argparse.ArgumentParser, *, port: str = "") -> None:
    default = port or os.environ.get("PORT", "8000")
    parser.add_argument("--port", type=int, default=default, help=f"default: {port or 'PORT or 8000'}")
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1")


if __name__ == "__main__":
    main()
