"""The pages of accounts for the tests that open every page: what visitors see, and people who fill the blanks."""

from __future__ import annotations

from typing import Any

PUBLIC = {"account_request_login_code", "account_signup"}


def samples(cast: Any) -> dict[str, dict[str, object]]:
    """Arguments of pages that exist."""
    colleague = {"pk": cast.officer.pk}
    return {
        "accounts:mailing_list": {"purpose": "accounts.news", "format": "csv"},
        "accounts:end_role": {"pk": cast.owner.roles.earliest("pk").pk},
        "accounts:keepers": {"scope": cast.profile.reference},
        **{
            f"accounts:{name}": colleague
            for name in ("deputies_of", "hand_over_of", "look_at_handing_over_of", "leave_of")
        },
    }
