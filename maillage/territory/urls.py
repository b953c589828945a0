"""Addresses of the territory: ids only, never a name."""

app_name = "territory"
urlpatterns: list[object] = []
