"""A real installation: what the operator's command `maillage` does. It composes rooms; no room knows it."""
