"""Coming in for real: an invitation, an app's digits, a passkey in the browser's virtual authenticator."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
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


def set_up_app(page: Page) -> pyotp.TOTP:
    """The app, from the page that asks for a second factor; then ten codes, and on."""
    page.get_by_role("link", name="J’installe une application").click()
    app = pyotp.TOTP((page.locator("main code").text_content() or "").replace(" ", ""))
    page.get_by_label("Les six chiffres").fill(app.now())
    page.get_by_role("button", name="Je l’installe").click()
    page.get_by_role("button", name="Je fais dix codes").click()
    expect(page.locator("main code")).to_have_count(10)
    page.get_by_role("link", name="Je les ai, je continue").click()
    return app


def invited(page: Page, name: str) -> str:
    """The link for somebody new, as coordination copies it."""
    page.goto("/accounts/invite/")
    page.get_by_label("Son adresse e-mail").fill(f"{name}@{DOMAIN}")
    page.get_by_role("button", name="Je fais le lien").click()
    return page.get_by_label(f"Pour {name}@{DOMAIN}").input_value()


def test_an_invitation_leads_through_a_second_factor_to_the_home_page(
    browser: Browser, demo_database: Path, tmp_path: Path
) -> None:
    strict = {"DJANGO_SETTINGS_MODULE": "journeys.strict"}
    with (
        served(demo_database, tmp_path, strict) as installation,
        looking(browser, installation, Eyes(LAPTOP["width"])) as hers,
        looking(browser, installation, Eyes()) as theirs,
    ):
        hers.goto("/sign-in/")
        hers.get_by_role("button", name="Coquelicot").click()
        set_up_app(hers)
        expect(hers.get_by_role("heading", name="Bonjour Coquelicot")).to_be_visible()
        link = invited(hers, "sauge")
        assert violations(hers) == []
        theirs.goto(link)
        assert "key=" not in theirs.url
        assert violations(theirs) == []
        theirs.get_by_label("nom").first.fill("Sauge")
        theirs.get_by_label("Mon mot de passe").fill("une phrase que je retiens")
        theirs.get_by_role("button", name="J’entre").click()
        expect(theirs.get_by_text("Avant que le reste s’ouvre")).to_be_visible()
        assert violations(theirs) == []
        set_up_app(theirs)
        expect(theirs.get_by_role("heading", name="Bonjour Sauge")).to_be_visible()
        with looking(browser, installation, Eyes()) as stranger:
            stranger.goto(link)
            expect(stranger.get_by_text("Ce lien a servi")).to_be_visible()
            late = invited(hers, "thym")
            with closing(sqlite3.connect(installation.database)) as database, database:
                database.execute("UPDATE people_invitation SET expires_at = '2026-01-01 00:00:00'")
            stranger.goto(late)
            expect(stranger.get_by_text("Ce lien valait sept jours")).to_be_visible()
        leaves_today(hers, "Sauge")
        theirs.goto("/me/")
        expect(theirs.get_by_label("Mon adresse e-mail")).to_be_visible()


def leaves_today(page: Page, name: str) -> None:
    page.goto(f"/accounts/?q={name}")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Je note le départ").click()
    page.get_by_role("button", name="Je note ce jour").click()
    expect(page.get_by_text("déconnectée partout").last).to_be_visible()


def test_nobody_opens_the_account_of_another_alone(browser: Browser, own: Installation) -> None:
    """One asks, another confirms, the person reads it."""
    with looking(browser, own, Eyes(LAPTOP["width"])) as hers, looking(browser, own, Eyes()) as theirs:
        sign_in(hers, "coquelicot")
        hers.goto("/accounts/?q=mirabelle")
        hers.get_by_role("link", name="Mirabelle").click()
        hers.get_by_role("button", name="Téléphone et codes perdus").click()
        hers.get_by_role("button", name="Je demande", exact=True).click()
        expect(hers.get_by_text("Je l’ai demandé : une autre personne")).to_be_visible()
        assert violations(hers) == []
        sign_in(theirs, "erable")
        theirs.get_by_role("link", name="Mirabelle").click()
        theirs.get_by_role("button", name="Je confirme").click()
        expect(theirs.get_by_text("le second facteur est effacé")).to_be_visible()
        sign_out(theirs)
        sign_in(theirs, "mirabelle")
        expect(theirs.get_by_text("Coquelicot l’a demandé et Érable l’a confirmé")).to_be_visible()
        assert violations(theirs) == []
        theirs.get_by_role("button", name="Je l’ai lu").click()
        expect(theirs.get_by_text("l’a confirmé")).to_have_count(0)


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
