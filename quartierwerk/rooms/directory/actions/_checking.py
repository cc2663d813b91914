"""What every content passes before it is kept, whichever verb brings it."""

from __future__ import annotations

from datetime import datetime

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.directory import rules


class ContentRefused(RuleBroken):
    """The content has errors; the sentence names the first one."""


def checked(content: rules.ProfileContent, *, at: datetime) -> rules.ProfileContent:
    """The content as it may be kept, or ContentRefused with the first error."""
    content = rules.normalised(content)
    errors = [problem for problem in rules.problems(content, this_year=at.year) if problem.is_error]
    if errors:
        raise ContentRefused(errors[0].sentence, field=errors[0].field)
    return content
