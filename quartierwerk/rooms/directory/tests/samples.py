"""The directory's pages for the tests that open every page: what visitors see, and things that fill the blanks."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.tests import factories

PUBLIC = {
    f"directory:{name}"
    for name in (
        *("list", "map", "embed", "oembed", "map_code", "map_picture", "suggest", "alike", "feed", "export"),
        *("short", "profile", "write", "written", "propose", "propose_entry", "report", "reported"),
        *("follow", "take_back", "answer", "make_claim", "use_link"),
    )
}
OF_A_PROFILE = (
    *("history", "confirm", "ask_again", "seal", "make_claim", "propose", "short", "write", "written", "report"),
    *("reported", "edit", "withdraw", "restore", "works"),
)


def samples(cast: Any) -> dict[str, dict[str, object]]:
    """Arguments of pages that exist, around the cast's profile."""
    profile = cast.profile
    of_profile = {"pk": profile.pk}
    factories.work(profile)
    of_work = {"pk": profile.pk, "work_id": profile.works.first().pk}
    proposal = factories.proposal(profile, tagline_de="Neu")
    actions.ask([profile], actor=system("test"))
    followed = {"pk": proposal.pk, "key": queries.key_to(proposal)}
    said = queries.content_of(profile)
    alike = {"sectors": said.sectors, "professions": said.professions}  # what another city may call otherwise
    _claim, secret = factories.sent_link(factories.profile(name="Unverwaltet", contacts=(factories.email(),), **alike))
    claim = factories.claim(profile, by=factories.person("Lia Licht"))
    pair = factories.pair(profile, factories.profile(name=f"{profile.name} GbR", **alike))
    return {
        **{f"directory:{name}": of_profile for name in OF_A_PROFILE},
        "directory:profile": {"pk": profile.pk, "slug": profile.slug},
        "directory:request": {"pk": proposal.pk},
        "directory:claim": {"pk": claim.pk},
        "directory:withdraw_claim": {"pk": claim.pk},
        "directory:use_link": {"secret": secret},
        "directory:follow": followed,
        "directory:report_case": {"pk": factories.report(profile).pk},
        "directory:take_back": followed,
        "directory:answer": {"key": queries.key_to_askings([profile.askings.get()])},
        "directory:restore_version": {"pk": profile.pk, "number": 1},
        "directory:pin": {"pk": profile.pk, "location_id": profile.locations.first().pk},
        "directory:export": {"format": "csv"},
        "directory:statistics_file": {"format": "csv"},
        "directory:remove_work": of_work,
        "directory:edit_work": of_work,
        "directory:edit_synonyms": {"pk": factories.synonyms("Fotograf", "Lichtbildner").pk},
        **{f"directory:{name}": {"pk": pair.pk} for name in ("compare", "keep_apart")},
    }
