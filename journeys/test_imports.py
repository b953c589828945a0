"""Coordination brings a list in, line by line, and takes it back (P7)."""

import re

from playwright.sync_api import Page, expect

from journeys.conftest import sign_in

LIST = """Nom;Téléphone;Langues;Prix
Buvette du Nénuphar;02 203 45 67;français;gratuit
Pharmacie de la camomile;;;
La Renouée;abc;;
La Prêle;;klingon;
;02 203 45 68;;
"""


def test_a_list_is_looked_through_imported_and_undone_without_script(scriptless: Page) -> None:
    page = scriptless
    sign_in(page, "coquelicot")
    page.goto("/actors/")
    page.get_by_role("link", name="Apporter une liste").click()
    page.get_by_role("link", name=re.compile("J’apporte une liste.*Acteurs locaux")).click()
    page.get_by_label("Mon fichier").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    page.get_by_role("button", name="Je regarde").click()
    page.get_by_role("button", name="Je regarde les lignes").click()
    expect(page.get_by_text("1 ligne entre")).to_be_visible()
    expect(page.get_by_text("02 123 45 67")).to_be_visible()
    expect(page.get_by_text("« klingon »")).to_be_visible()
    expect(page.get_by_role("link", name="Pharmacie de la Camomille")).to_be_visible()
    page.get_by_role("link", name="à corriger (3)").click()
    expect(page.get_by_text("Il faut remplir cette case")).to_be_visible()
    page.get_by_role("link", name="Toutes").click()
    page.get_by_role("button", name="J’importe ce qui entre").click()
    expect(page.get_by_text("Importé", exact=True)).to_be_visible()
    page.goto("/actors/")
    expect(page.get_by_role("link", name="Buvette du Nénuphar")).to_be_visible()
    page.goto("/imports/")
    page.get_by_role("link", name="liste.csv").click()
    page.get_by_role("button", name="J’annule tout l’import").click()
    expect(page.get_by_text("Annulé", exact=True)).to_be_visible()
    page.goto("/actors/")
    expect(page.get_by_role("link", name="Buvette du Nénuphar")).to_have_count(0)
