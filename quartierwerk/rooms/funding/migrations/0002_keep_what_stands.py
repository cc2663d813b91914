from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly, Frozen

SUBMITTED = (
    *("programme_id", "project_id", "questionnaire_id", "submitted_at", "number", "rule_set_id"),
    *("content", "digest", "taken_over_at", "file_number", "received_on", "postal", "late_code_id"),
)
CHECKED = ("project_id", "dated_on", "cents", "line", "entered_at", "entered_by_id", "checked_at", "checked_by_id")
"""Who was paid is forgotten once the term is over; all else stands."""


LETTER = (
    *("application_id", "number", "decision_id", "early_start_id", "kind", "instrument", "content", "digest"),
    *("rule_set_id", "clause_set_id", "supersedes_id", "drafted_at", "drafted_by_id", "approved_at", "approved_by_id"),
    *("signed_as", "issued_at", "pdf", "pdf_digest", "pins", "entry_id"),
)
SERVICE = ("letter_id", "number", "way", "given_on", "until_on", "retrieved_at", "effective_on", "note", "at", "by_id")


class Migration(migrations.Migration):
    """Terms and questions are never changed; an application says for good what was submitted."""

    dependencies = [("funding", "0001_programmes_projects_and_applications")]

    operations = [
        AppendOnly("funding", "RuleSet", once="withdrawn_at"),
        AppendOnly("funding", "Questionnaire"),
        Frozen("funding", "Enclosure", columns=("application_id", "question", "paper_id", "kept_at"), since="kept_at"),
        Frozen("funding", "Application", columns=SUBMITTED, since="submitted_at"),
        Frozen("funding", "Inquiry", columns=("question", "answer", "asked_at", "answered_at"), since="answered_at"),
        Frozen("funding", "Message", columns=("text", "application_id", "is_from_office", "at"), since="at"),
        AppendOnly("funding", "Check"),
        AppendOnly("funding", "Supplement"),
        AppendOnly("funding", "EarlyStart"),
        AppendOnly("funding", "Assessment"),
        AppendOnly("funding", "Decision", once="told_id"),
        AppendOnly("funding", "Ruling"),
        AppendOnly("funding", "Closing"),
        Frozen("funding", "Invoice", columns=CHECKED, since="checked_at"),
        AppendOnly("funding", "ClauseSet"),
        AppendOnly("funding", "Clause"),
        AppendOnly("funding", "Passage"),
        Frozen("funding", "Letter", columns=LETTER, since="issued_at"),
        Frozen("funding", "Service", columns=SERVICE, since="effective_on"),
    ]
