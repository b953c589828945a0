"""Coming in for real: an invitation, an app's digits, a passkey in the browser's virtual authenticator."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.conftest import LAPTOP, Eyes, Installation, looking, served, sign_in
from journeys.test_every_page import violations
from maillage.people.demo import DOMAIN, PASSWORD
from maillage.people.tests.provider import CLIENT, SECRET, providing


@pytest.fixture
def with_authenticator(phone: Page) -> Iterator[Page]:
    """A phone that keeps passkeys and opens them by finger."""
    line = phone.context.new_cdp_session(phone)
    line.send("WebAuthn.enable")
    finger = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    line.send("WebAuthn.addVirtualAuthenticator", {"options": finger})
    yield phone
    line.detach()


def sign_out(page: Page) -> None:
    page.goto("/me/")
    page.locator("main").get_by_role("button", name="Je me déconnecte").click()
    expect(page.get_by_label("Mon adresse e-mail")).to_be_visible()


def test_an_invitation_leads_from_a_copied_link_to_the_home_page(browser: Browser, own: Installation) -> None:
    with looking(browser, own, Eyes(LAPTOP["width"])) as hers, looking(browser, own, Eyes()) as theirs:
        sign_in(hers, "coquelicot")
        hers.get_by_role("link", name="Comptes", exact=True).click()
        hers.get_by_role("link", name="J’invite quelqu’un").click()
        hers.get_by_label("Son adresse e-mail").fill(f"sauge@{DOMAIN}")
        hers.get_by_role("button", name="Je fais le lien").click()
        link = hers.get_by_label(f"Pour sauge@{DOMAIN}").input_value()
        assert violations(hers) == []
        theirs.goto(link)
        assert "key=" not in theirs.url
        assert violations(theirs) == []
        theirs.get_by_label("nom").first.fill("Sauge")
        theirs.get_by_label("Mon mot de passe").fill("une phrase que je retiens")
        theirs.get_by_role("button", name="J’entre").click()
        expect(theirs.get_by_role("heading", name="Bonjour Sauge")).to_be_visible()
        theirs.goto("/me/second-factor/")
        hers.goto("/accounts/")
        hers.get_by_role("link", name="Sauge").click()
        hers.get_by_role("button", name="Je note le départ").click()
        hers.get_by_role("button", name="Oui, c’est pour aujourd’hui").click()
        expect(hers.get_by_text("Ce compte est fermé")).to_be_visible()
        theirs.goto("/me/")
        expect(theirs.get_by_label("Mon adresse e-mail")).to_be_visible()


def test_the_digits_of_an_app_are_asked_after_the_password(scriptless: Page) -> None:
    """Without script, too."""
    page = scriptless
    sign_in(page, "mirabelle")
    page.goto("/me/second-factor/")
    page.get_by_role("link", name="J’installe une application").click()
    app = pyotp.TOTP((page.locator("main code").text_content() or "").replace(" ", ""))
    assert page.locator("main img").get_attribute("src") == "/me/second-factor/app/code.svg"
    page.get_by_label("Les six chiffres").fill(app.now())
    page.get_by_role("button", name="Je l’installe").click()
    expect(page.get_by_text("Mon application est installée.")).to_be_visible()
    page.get_by_role("button", name="Je fais dix codes").click()
    codes = page.locator("main code").all_text_contents()
    assert len(codes) == 10
    for typed in (app.at(datetime.now(UTC) + timedelta(seconds=30)), codes[0]):
        sign_out(page)
        page.get_by_label("Mon adresse e-mail").fill(f"mirabelle@{DOMAIN}")
        page.get_by_label("Mon mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Je me connecte", exact=True).click()
        page.get_by_label("Les six chiffres").fill(typed)
        page.get_by_role("button", name="Je continue", exact=True).click()
        expect(page.get_by_role("heading", name="Bonjour Mirabelle")).to_be_visible()


def test_a_passkey_signs_in_alone_and_opens_the_lock(with_authenticator: Page) -> None:
    page = with_authenticator
    page.clock.install()
    sign_in(page, "mirabelle")
    page.goto("/me/second-factor/")
    page.get_by_label("Le nom que je donne à cet appareil").fill("Mon téléphone")
    page.get_by_role("button", name="J’ajoute cet appareil").click()
    expect(page.get_by_text("Mon téléphone", exact=True)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Je fais dix codes").click()
    expect(page.locator("main code")).to_have_count(10)
    assert violations(page) == []
    sign_out(page)
    page.get_by_role("button", name="Je me connecte avec ma clé d’accès").click()
    expect(page.get_by_role("heading", name="Bonjour Mirabelle")).to_be_visible()
    page.goto("/me/")
    page.get_by_label("anciens métiers et expérience").fill("Une phrase en route")
    page.clock.fast_forward("16:00")
    lock = page.get_by_role("dialog")
    lock.get_by_role("button", name="Je continue avec ma clé d’accès").click()
    expect(lock).not_to_be_visible()
    expect(page.get_by_label("anciens métiers et expérience")).to_have_value("Une phrase en route")
    page.get_by_role("button", name="J’enregistre").click()
    expect(page.get_by_text("Mon profil est enregistré.")).to_be_visible()


def test_after_the_password_a_passkey_is_the_second_step(with_authenticator: Page) -> None:
    page = with_authenticator
    sign_in(page, "mirabelle")
    page.goto("/me/second-factor/")
    page.get_by_role("button", name="J’ajoute cet appareil").click()
    expect(page.get_by_text("Ma clé d’accès est installée")).to_be_visible()
    sign_out(page)
    page.get_by_label("Mon adresse e-mail").fill(f"mirabelle@{DOMAIN}")
    page.get_by_label("Mon mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Je me connecte", exact=True).click()
    expect(page.get_by_role("heading", name="La deuxième étape")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Je continue avec ma clé d’accès").click()
    expect(page.get_by_role("heading", name="Bonjour Mirabelle")).to_be_visible()


def test_the_organisations_own_sign_in_leads_home(
    browser: Browser, demo_database: Path, tmp_path: Path
) -> None:
    with providing() as provider:
        provider.claims = {"email": f"mirabelle@{DOMAIN}", "email_verified": True}
        settings = {
            "MAILLAGE_OIDC_ISSUER": provider.issuer,
            "MAILLAGE_OIDC_CLIENT_ID": CLIENT,
            "MAILLAGE_OIDC_CLIENT_SECRET": SECRET,
            "MAILLAGE_OIDC_NAME": "Les Glycines",
        }
        with served(demo_database, tmp_path, settings) as installation:
            context = browser.new_context(base_url=installation.url, locale="fr-BE")
            page = context.new_page()
            page.goto("/sign-in/?next=/team/")
            page.get_by_role("link", name="Je me connecte avec Les Glycines").click()
            expect(page.get_by_role("heading", name="Équipe")).to_be_visible()
            context.close()
