"""The outgoing mails."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One mail to one person (Ausgehende Mail)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet")
        SENDING = "sending", _("wird gesendet")
        SENT = "sent", _("gesendet")
        IN_DOUBT = "in_doubt", _("ungewiss")
        FAILED = "failed", _("fehlgeschlagen")

    to = models.EmailField(_("An"))
    subject = models.CharField(_("Betreff"), max_length=250)
    text = models.TextField(_("Text"), blank=True)
    reply_to = models.EmailField(_("Antwort an"), blank=True)
    language = models.CharField(_("Sprache"), max_length=5, default="de")
    about = models.CharField(_("Worüber"), max_length=120, blank=True)
    """Reference of the thing the mail is about."""
    is_secret = models.BooleanField(_("Geheim"), default=False)
    """The text holds a code; it is wiped as soon as the mail is sent."""
    state = models.CharField(_("Zustand"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(_("Geschrieben"))
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("Gesendet"), null=True, blank=True)

    class Meta:
        verbose_name = _("Mail")
        verbose_name_plural = _("Mails")
        indexes = [models.Index(fields=["due_at"], name="mail_due", condition=models.Q(state="waiting"))]

    def __str__(self) -> str:
        return self.subject
