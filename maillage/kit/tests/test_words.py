from maillage.kit.words import fold


def test_words_compare_without_accents_capitals_or_spaces() -> None:
    assert fold("  Forêt   du NORD ") == "foret du nord"
    assert fold("Sœurs de l’Égalité") == "soeurs de l'egalite"
