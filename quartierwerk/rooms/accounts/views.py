"""One's own account; signing in and out is allauth's, under our routes and in our words."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.ui.pages import page
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.forms import PersonForm


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    person = request.user
    form = PersonForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(person, actor=person, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Ihre Angaben sind gespeichert."))
            return redirect("accounts:profile")
    status = 422 if form.errors else 200
    roles = queries.roles_of(person)
    return page(request, "accounts/profile.html", heading=_("Mein Konto"), form=form, roles=roles, status=status)
