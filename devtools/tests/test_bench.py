"""The benches' own arithmetic: turns, medians, ratios."""

from devtools.bench.harness import Line, medians, table


def test_measures_take_turns_and_the_median_counts() -> None:
    turns: list[str] = []
    rates = {"ours": iter([10.0, 500.0, 30.0]), "limit": iter([100.0, 200.0, 1.0])}

    def measure(name: str) -> float:
        turns.append(name)
        return next(rates[name])

    found = medians({"ours": lambda: measure("ours"), "limit": lambda: measure("limit")}, rounds=3)
    assert found == {"ours": 30.0, "limit": 100.0}
    assert turns == ["ours", "limit"] * 3


def test_the_table_gives_both_figures_and_their_ratio() -> None:
    said = table("Pages", "bare view", [Line("home", 160.0, 2000.0)])
    assert said.splitlines()[-1].split() == ["home", "160", "2,000", "0.08"]
