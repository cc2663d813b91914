from django.db import migrations

from quartierwerk.foundation.append_only import AppendOnly, Frozen

SUBMITTED = (
    *("programme_id", "project_id", "questionnaire_id", "submitted_at", "number", "rule_set_id"),
    *("content", "digest", "asked_cents"),
)


class Migration(migrations.Migration):
    """Terms and questions are never changed; an application says for good what was submitted."""

    dependencies = [("funding", "0001_programmes_projects_and_applications")]

    operations = [
        AppendOnly("funding", "RuleSet", once="withdrawn_at"),
        AppendOnly("funding", "Questionnaire"),
        Frozen("funding", "Enclosure", columns=("application_id", "question", "paper_id", "kept_at"), since="kept_at"),
        Frozen("funding", "Application", columns=SUBMITTED, since="submitted_at"),
    ]
