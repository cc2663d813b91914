"""What the commands do; the command line itself is in ``cli.py``."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import QueryDict
from django.utils.translation import gettext as _
from tqdm import tqdm

from quartierwerk.config import practising
from quartierwerk.config.archive import ArchiveRefused, pack, unpack
from quartierwerk.config.cli import FAILED, OK, SOME_CAME_BACK
from quartierwerk.config.worker import Worker, forget
from quartierwerk.foundation import clock, privacy
from quartierwerk.foundation.audit import trail
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.search import follower, journal
from quartierwerk.foundation.ui import maintenance as closing
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import exchange as directory
from quartierwerk.rooms.places import exchange as places
from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.surfaces.demo import city
from quartierwerk.surfaces.founding import carrying_out
from quartierwerk.surfaces.founding.blueprint import Refused
from quartierwerk.surfaces.founding.reading import TEMPLATE, read

Options = argparse.Namespace
Progress = Callable[[int, int], None]


def say(sentence: str = "") -> None:
    """Tell the operator something, past any progress bar."""
    tqdm.write(sentence, file=sys.stderr)


@contextlib.contextmanager
def progress(what: str) -> Iterator[Progress]:
    """A progress bar that is told ``(done, total)``."""
    with tqdm(desc=what, unit="", file=sys.stderr, dynamic_ncols=True, leave=True) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def serve(options: Options) -> int:
    """Serve the site with granian, which takes this process's place; static files are collected first."""
    prepare_static()
    command = server_command(options)
    os.execv(command[0], command)  # noqa: S606 – our own interpreter; signals reach the server without a go-between


def server_command(options: Options) -> list[str]:
    """The command line of the server process."""
    address = ["--host", options.host, "--port", str(options.port)]
    many = ["--workers", str(getattr(options, "workers", 2)), "--blocking-threads", "4"]
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", *address, *many,
        "--no-access-log", "--log-level", "warning", "quartierwerk.config.wsgi:application",
    ]  # fmt: skip


def prepare_static() -> None:
    """Collect the static files of this version, at every start."""
    call_command("collectstatic", interactive=False, verbosity=0)


def worker(options: Options) -> int:
    """Work until told to stop."""
    Worker().run()
    return OK


def migrate(options: Options) -> int:
    """Migrate the database and make the table of the cache."""
    if connection.vendor == "sqlite":
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return OK


def init(options: Options) -> int:
    """Found the city of a file; 0 when the house is as the file says, 1 when it differs and was left, 2 if refused."""
    if options.template:
        sys.stdout.write(TEMPLATE.read_text(encoding="utf-8"))
        return OK
    if options.file is None:
        say("Which file? quartierwerk init --template > city.toml, fill it in, then: quartierwerk init city.toml")
        return FAILED
    try:
        blueprint = read(options.file.read_text(encoding="utf-8-sig"), today=clock.today())
        account = carrying_out.found(
            blueprint, actor=system("command-line"), is_updating=options.update, is_trial=options.dry_run
        )
    except Refused as refusal:
        say(_("Die Datei hat Fehler; nichts wurde geschrieben."))
        for fault in refusal.faults:
            say(str(fault))
        return FAILED
    except UnicodeDecodeError:
        say(_("Die Datei ist nicht in UTF-8 gespeichert; nichts wurde geschrieben."))
        return FAILED
    except (RuleBroken, OSError) as refusal:
        say(str(refusal))
        return FAILED
    for line in account.lines():
        say(line)
    return SOME_CAME_BACK if account.open and not options.dry_run else OK


def maintenance(options: Options) -> int:
    """Close the house by a file that needs no database, or open it again; the time is in Europe/Berlin."""
    if options.state == "off":
        say("The house is open again." if closing.end() else "The house was open.")
        return OK
    until = options.until
    if until is not None and until.tzinfo is None:
        until = until.replace(tzinfo=clock.BERLIN)
    if until is not None and until <= clock.now():
        say("--until lies in the past.")
        return FAILED
    closing.begin(until=until)
    say("The house is closed; “quartierwerk maintenance off” opens it.")
    return OK


def missing_migrations() -> int:
    """How many migrations of this version the database has not seen."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def demo(options: Options) -> int:
    """Load the demo city if need be, then serve it together with a worker."""
    if options.cases is not None and options.cases < 0:
        say("--cases is a number of projects: 0 or more.")
        return FAILED
    if options.reset:
        city.throw_away()
    migrate(options)
    if city.is_half_loaded():
        say("The demo city was only half loaded; it is loaded anew.")
        city.throw_away()
        migrate(options)
    if not city.is_there():
        with progress("Demo city") as show:
            city.load(progress=show, cases=options.cases)
    prepare_static()
    if options.load_only:
        return OK
    for line in city.welcome():
        say(line)
    return run_together([sys.executable, "-m", "quartierwerk.config.cli", "worker"], server_command(options))


def practice(options: Options) -> int:
    """Serve the practice house, and put it back to its beginning whenever somebody asks for it."""
    if not practising.is_there():
        with progress("Practice house") as show:
            practising.load(migrate=lambda: migrate(options), progress=show)
    elif options.reset or not practising.is_ready():
        practising.put_back()
    if migrations := missing_migrations():
        say(f"This version has {migrations} new migrations; the practice house is made anew.")
        with progress("Practice house") as show:
            practising.load(migrate=lambda: migrate(options), progress=show)
    prepare_static()
    if options.load_only:
        return OK
    for line in city.welcome():
        say(line)
    worker_command = [sys.executable, "-m", "quartierwerk.config.cli", "worker"]
    while True:
        code = run_together(worker_command, server_command(options), until=practising.wants_reset)
        if not practising.wants_reset():
            return code
        practising.put_back()


def run_together(*commands: list[str], until: Callable[[], bool] = lambda: False) -> int:
    """Run several processes until one ends, something comes true or we are told to stop; none is left behind."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    running = [subprocess.Popen(command) for command in commands]  # noqa: S603 – ourselves
    while not stopping.wait(0.3) and not until() and all(process.poll() is None for process in running):
        pass
    ended = [process.returncode for process in running if process.returncode]
    for process in running:
        process.terminate()
    for process in running:
        _wait_for(process)
    return FAILED if ended else OK


def _wait_for(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that was told to stop; one that was still starting may have missed it."""
    for insist in (process.terminate, process.kill):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
            return
        insist()
    process.wait()


def import_(options: Options) -> int:
    """Import a list; 0 when all of it went in, 1 when some came back, 2 when nothing could be read."""
    actor = system("command-line")
    if options.resume:
        if options.what != "profiles":
            say("Only imports of profiles go on where they stopped; the others are taken in whole or not at all.")
            return FAILED
        with progress("Import") as show:
            return directory.resume(actor=actor, progress=show)
    if options.file is None:
        say(f"Which file? quartierwerk import {options.what} FILE --dry-run")
        return FAILED
    try:
        with progress("Import") as show:
            summary = IMPORTS[options.what](options, actor, show)
    except (RuleBroken, OSError) as refusal:
        say(str(refusal))
        return FAILED
    for line in summary.lines():
        say(line)
    return SOME_CAME_BACK if summary.came_back else OK


def _profiles(options: Options, actor: Person, show: Progress) -> directory.ImportSummary:
    return directory.import_file(
        options.file,
        actor=actor,
        list_name=options.list or options.file.stem,
        dry_run=options.dry_run,
        report=options.report,
        progress=show,
    )


def _addresses(options: Options, actor: Person, show: Progress) -> places.Summary:
    return places.import_addresses(
        options.file, actor=actor, dry_run=options.dry_run, report=options.report, progress=show
    )


def _boundaries(options: Options, actor: Person, show: Progress) -> places.Summary:
    about = places.About(
        kind=PlaceKind(options.kind),
        valid_from=options.valid_from or clock.today(),
        source=options.source,
        creates_missing=options.create_missing,
        moves_outline=options.outline_moves,
    )
    return places.import_boundaries(options.file, about=about, actor=actor, dry_run=options.dry_run)


IMPORTS = {"profiles": _profiles, "addresses": _addresses, "boundaries": _boundaries}


def export(options: Options) -> int:
    """Write what is public into a file or to standard output; 2 where there is no index to ask, and then no file."""
    try:
        pieces = directory.export(options.format, parameters=QueryDict(options.filter))
    except RuleBroken as refusal:
        say(str(refusal))
        return FAILED
    with contextlib.ExitStack() as stack:
        target = stack.enter_context(options.out.open("wb")) if options.out else sys.stdout.buffer
        bar = stack.enter_context(
            tqdm(desc="Export", unit="B", unit_scale=True, file=sys.stderr, disable=not options.out)
        )
        for piece in pieces:
            bar.update(target.write(piece))
    return OK


def retention(options: Options) -> int:
    """Say for each kind of personal data how long it is kept and how many rows are beyond that; delete them on demand.

    The same question is asked in both cases, so the dry run says what the deletion finds.
    """
    at = clock.now()
    for data in privacy.registered():
        if data.term is not None:
            number = forget(data) if options.yes else data.due(at=at)
            say(f"{number:>8}  {data.kind}: {data.label}, {data.term}")
    say(_("Gelöscht.") if options.yes else _("Nichts wurde geändert."))
    return OK


def reindex(options: Options) -> int:
    """Build the search index anew; the old one answers meanwhile."""
    with progress("Index") as show:
        documents = follower.rebuild(progress=lambda kind, done, total: show(done, total))
    say(f"{documents} documents.")
    return OK


def backup(options: Options) -> int:
    """Write the database and the files into one archive."""
    try:
        with progress("Backup") as show:
            pack(options.file, progress=show)
    except (ArchiveRefused, OSError) as refusal:
        say(str(refusal))
        return FAILED
    return OK


def restore(options: Options) -> int:
    """Put an archive back, then build the index from it."""
    try:
        with progress("Restore") as show:
            unpack(options.file, progress=show)
    except (ArchiveRefused, OSError) as refusal:
        say(str(refusal))
        return FAILED
    migrate(options)
    journal.renumber()
    return reindex(options)


def check(options: Options) -> int:
    """Django's checks and ours, the seals of the audit trail, and whether the index is there."""
    try:
        call_command("check", deploy=options.deploy, fail_level="ERROR")
    except SystemCheckError as error:
        say(str(error))
        return FAILED
    if missing := missing_migrations():
        say(f"{missing} migrations are missing. Run “quartierwerk migrate”.")
        return FAILED
    if not house().name:
        say("No city has been founded yet. Run “quartierwerk init”, or “quartierwerk demo” to look around.")
    broken = trail.broken_seals()
    for found in broken:
        say(f"Audit seal {found.pk} of {found.at:%Y-%m-%d %H:%M} does not fit its rows: the trail was changed by hand.")
    for state in follower.status():
        say(f"Index {state.kind}: {state.documents} documents, {state.behind} changes behind.")
    return FAILED if broken else OK
