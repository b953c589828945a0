"""The house gates that only read files. Each takes paths or text and gives back its findings in words."""


def nothing_found(findings: list[str]) -> None:
    """Raise AssertionError that lists the findings, one a line, none cut short."""
    assert not findings, "\n" + "\n".join(findings)
