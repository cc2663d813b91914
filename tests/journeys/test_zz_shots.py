
import pytest
from datetime import timedelta
from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts import actions
from quartierwerk.rooms.accounts.models import *
from quartierwerk.rooms.accounts.rules import RoleName, Channel
from quartierwerk.rooms.accounts.tests import factories as accounts
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

def test_shots(page, live_server, sign_in, owner, stranger, profile, screens):
    [(name, scope)] = stranger.roles_today
    accounts.role(owner, name, scope=scope)
    Role.objects.filter(person=stranger, scope=scope).update(valid_to=clock.today()+timedelta(days=20))
    accounts.role(stranger, scope=profile.reference, valid_to=clock.today()+timedelta(days=30))
    officer = accounts.officer("Olga Amt")
    actions.edit(owner, actor=owner, name=owner.name, language="de")
    actions.note_factor(owner, actor=owner, kind="totp", is_new=True, keep="")
    d = accounts.deputyship(owner, stranger)
    actions.end_deputy(d, actor=stranger)
    officer.errand = actions.begin_errand(Errand(person=owner, channel=Channel.PHONE, asked_on=clock.today()), actor=officer)
    from quartierwerk.rooms.directory import actions as directory
    actions.join(Person(name="Paul Papier"), actor=officer)
    directory.withdraw(profile, actor=officer)
    directory.restore(profile, actor=officer)
    for i in range(30): actions.edit(owner, actor=owner, name=owner.name, language="de")
    sign_in(page, owner)
    def shoot(what):
        for screen in screens(page):
            page.screenshot(path=f"/tmp/accounts-shots/{what}-{screen.replace(', ','-').replace(' ','')}.png", full_page=True)
    page.goto(f"{live_server.url}/konto/verlauf/"); shoot("history")
    page.goto(f"{live_server.url}/konto/verlauf/?page=2"); shoot("history2")
    page.goto(f"{live_server.url}/konto/"); shoot("account")
    page.goto(f"{live_server.url}/konto/uebergabe/"); shoot("handover")
    page.get_by_label("Wer übernimmt").select_option(label="Fremda Anders")
    page.get_by_role("button", name="Übergabe prüfen").click(); shoot("look")
    page.context.clear_cookies()
    deputy = accounts.officer("Dela Vertreter")
    accounts.deputyship(officer, deputy)
    sign_in(page, deputy)
    page.goto(f"{live_server.url}/konto/stelle/im-auftrag/")
    page.get_by_label("Name").first.fill("Ilse Iven")
    page.get_by_label("Telefon").check()
    page.locator("main form button[type=submit], main form button").last.click(); shoot("errand")
    page.goto(f"{live_server.url}/arbeit/"); shoot("work")
