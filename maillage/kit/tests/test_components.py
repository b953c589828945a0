"""The component library says only what the design knows, ties words to fields, escapes what it is given."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django import forms
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.test import RequestFactory


def drawn(source: str, **context: Any) -> BeautifulSoup:
    """What a template with these tags shows."""
    request = RequestFactory().get("/")
    html = engines["django"].from_string(source).render(context, request)
    return BeautifulSoup(html, "html.parser")


def one(page: BeautifulSoup, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


class MeetingForm(forms.Form):
    name = forms.CharField(label="Le service", help_text="Comme il se présente")
    themes = forms.MultipleChoiceField(
        label="Thèmes", widget=forms.CheckboxSelectMultiple, choices=[("a", "Logement"), ("b", "Santé")]
    )
    who = forms.ChoiceField(
        label="Qui",
        widget=forms.RadioSelect,
        choices=[("me", "Moi"), ("third", "Un tiers")],
        required=False,
    )
    place = forms.ChoiceField(
        label="Lieu",
        widget=forms.RadioSelect,
        choices=[(str(each), f"Lieu {each}") for each in range(5)],
        required=False,
    )
    shared = forms.BooleanField(label="Mes collègues peuvent lire", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "unicorn" %}',
        '{% button "J’enregistre" kind="red" %}',
        '{% button "J’enregistre" size="huge" %}',
        '{% button "J’enregistre" type="link" %}',
        '{% button "J’enregistre" icon="unicorn" %}',
        '{% pill "Fait" kind="late" %}',
        '{% note kind="alarm" %}Un mot{% endnote %}',
        '{% thread_step "Vu" knot="crossed" %}{% endthread_step %}',
        '{% page_header "Zone" back_url="/" %}{% endpage_header %}',
        '{% section "Zone" link_url="/" link_label="Voir" hint="à mon rythme" %}{% endsection %}',
        '{% row "Zone" url="/" %}<button>Je change</button>{% endrow %}',
        '{% row "Zone" icon="zone" time="9:00" %}{% endrow %}',
        '{% field form.name choices="list" %}',
        '{% form_whole form "J’enregistre" method="delete" %}',
    ],
)
def test_what_the_design_does_not_know_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"unknown|way back|not both"):
        drawn(source, form=MeetingForm())


@pytest.mark.parametrize("source", ["{% field word %}", "{% form_errors word %}", "{% form_fields word %}"])
def test_a_word_is_not_a_form(source: str) -> None:
    with pytest.raises(TypeError, match="expects a form"):
        drawn(source, word="Mirabelle")


def test_words_and_attributes_are_escaped() -> None:
    nasty = '"><script>alert(1)</script>'
    page = drawn(
        "{% row nasty context=nasty %}{% endrow %}{% button nasty value=nasty hx_post=nasty %}"
        "{% link_button nasty nasty %}{% pill nasty %}{% section nasty %}{{ nasty }}{% endsection %}"
        "{% fact nasty %}{{ nasty }}{% endfact %}{% toast nasty %}{% avatar nasty %}{% tab nasty nasty %}",
        nasty=nasty,
    )
    assert page.find("script") is None
    assert one(page, "button[hx-post]")["value"] == nasty


def test_the_inside_of_a_block_stays_markup() -> None:
    page = drawn(
        '{% sheet %}{% rows %}{% row "Zone" %}{% button "Je change" %}{% endrow %}{% endrows %}{% endsheet %}'
    )
    assert one(page, ".sheet .rows .row button").text == "Je change"


def test_a_drawing_is_silent_and_comes_from_the_sprite() -> None:
    page = drawn('{% icon "zone" %}')
    assert one(page, "svg")["aria-hidden"] == "true"
    assert str(one(page, "use")["href"]).endswith("icons.svg#zone")


def test_a_gesture_not_yet_open_is_said_and_sends_nothing() -> None:
    button = one(drawn('{% button "Pas encore" disabled=True %}'), "button")
    assert (button["aria-disabled"], button["type"]) == ("true", "button")


def test_attributes_left_empty_are_left_out() -> None:
    button = one(drawn('{% button "J’ai vérifié" name="" hx_get=None autofocus=True data_n=0 %}'), "button")
    assert "name" not in button.attrs
    assert "hx-get" not in button.attrs
    assert button["autofocus"] == ""
    assert button["data-n"] == "0"


def test_a_row_that_leads_somewhere_is_one_link() -> None:
    page = drawn('{% row "Zone 05" context="Colignon" url="/zone/" %}{% endrow %}')
    assert one(page, "a.row")["href"] == "/zone/"
    assert one(page, "a.row .row__context").text == "Colignon"


def test_an_open_step_hangs_on_a_dotted_thread() -> None:
    page = drawn(
        '{% thread_step "Proposé" knot="open" %}{% endthread_step %}'
        '{% thread_step "Reçu" knot="done" %}{% endthread_step %}'
    )
    assert [li.get("class") for li in page.select("li")] == [["is-open"], None]


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Mirabelle", "M"), ("Anne-Marie Vert", "AV"), ("Romarin du Bois Noir", "RN"), ("", "")],
)
def test_initials(name: str, initials: str) -> None:
    assert one(drawn("{% avatar name %}", name=name), ".avatar").text == initials


def test_no_next_page_no_link() -> None:
    assert drawn("{% next_page url %}", url="").find("a") is None
    assert one(drawn("{% next_page url %}", url="?after=3"), "a[rel=next]")["href"] == "?after=3"


def test_a_message_carries_its_undoing() -> None:
    message = Message(SUCCESS, "Absence enlevée", extra_tags="undo:/absences/3/restore/")
    page = drawn("{% message_toast message %}", message=message)
    form = one(page, ".toast form")
    assert (form["method"], form["action"]) == ("post", "/absences/3/restore/")
    assert form.select_one("input[name=csrfmiddlewaretoken]")
    plain = Message(SUCCESS, "Note enregistrée")
    assert drawn("{% message_toast message %}", message=plain).find("form") is None


def test_the_safe_choice_of_a_question_comes_first_and_opens_without_script() -> None:
    page = drawn(
        '{% dialog id="end" title="Fermer ?" open_label="Fermer" confirm_label="Je ferme" action="/end/" %}'
        '<input name="reason">{% enddialog %}'
    )
    opener, keep, confirm = page.select("button")
    assert opener["popovertarget"] == keep["popovertarget"] == "end"
    assert keep["popovertargetaction"] == "hide"
    assert (confirm["type"], confirm.text) == ("submit", "Je ferme")
    assert one(page, "form[action='/end/'] input[name=reason]")
    assert one(page, "#end")["aria-labelledby"] == one(page, "h2")["id"]


def test_a_field_ties_label_help_and_repair_to_its_input() -> None:
    form = MeetingForm({"name": ""})
    page = drawn("{% field form.name %}", form=form)
    field = one(page, "input")
    assert one(page, "label")["for"] == field["id"]
    assert field["aria-invalid"] == "true"
    help_text, repair = [one(page, f"#{each}") for each in str(field["aria-describedby"]).split()]
    assert "Comme il se présente" in help_text.text
    assert repair.text.strip() == form.errors["name"][0]


def test_choices_are_chips_or_a_segment_under_a_legend() -> None:
    form = MeetingForm()
    page = drawn("{% field form.themes %}", form=form)
    assert one(page, "fieldset > legend").text == "Thèmes"
    assert [label.text for label in page.select(".chips .chip")] == ["Logement", "Santé"]
    assert one(drawn("{% field form.who %}", form=form), ".segment")
    assert one(drawn('{% field form.who choices="chips" %}', form=form), ".chips")
    assert one(drawn("{% field form.place %}", form=form), ".chips"), (
        "five choices are too many for a segment"
    )
    assert one(drawn("{% field form.shared %}", form=form), "label.check input[type=checkbox]")


def test_choices_that_need_repair_are_described_by_it() -> None:
    page = drawn("{% field form.themes %}", form=MeetingForm({}))
    fieldset = one(page, "fieldset")
    assert fieldset["aria-describedby"] == one(page, ".field__error")["id"]


def test_what_is_not_needed_says_so() -> None:
    form = MeetingForm()
    form.fields["name"].required = False
    assert one(drawn("{% field form.name %}", form=form), "label small")


def test_a_whole_form_keeps_what_was_typed_and_leads_to_each_repair() -> None:
    form = MeetingForm({"name": "Le <Tournesol>", "who": "third", "version": "3"})
    form.add_error(None, "Deux affectations se recouvrent.")
    page = drawn('{% form_whole form "J’enregistre" cancel_url="/" %}', form=form)
    assert one(page, "input[name=name]")["value"] == "Le <Tournesol>"
    assert one(page, "input[name=who][checked]")["value"] == "third"
    assert one(page, "input[name=version][type=hidden]")["value"] == "3"
    assert "Deux affectations se recouvrent." in one(page, ".errors").text
    assert [link["href"] for link in page.select(".errors a")] == ["#id_themes"]
    assert all(page.find(id=str(link["href"])[1:]) for link in page.select(".errors a"))


def test_a_form_without_trouble_shows_no_summary() -> None:
    page = drawn('{% form_whole form "J’enregistre" %}', form=MeetingForm())
    assert page.select(".errors") == []
    assert one(page, "form > input[name=csrfmiddlewaretoken]")


def test_a_form_that_only_reads_carries_no_proof_of_origin() -> None:
    page = drawn('{% form_whole form "Je cherche" method="get" %}', form=MeetingForm())
    assert page.select("input[name=csrfmiddlewaretoken]") == []


def test_django_draws_its_forms_with_the_same_field() -> None:
    page = drawn("{{ form }}", form=MeetingForm({"name": ""}))
    assert page.select(".chips .chip")
    assert page.select("#id_name_error")
