"""Lists of actions and events that come in and go out: spreadsheets, CSV."""
