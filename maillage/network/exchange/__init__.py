"""The directory in open formats (P7): HSDS 3.0, JSON-LD, GeoJSON, vCard, CSV, XLSX out; lists and HSDS in."""
