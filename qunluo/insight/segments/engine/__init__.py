"""Rules of segments over one community's history: no tables, no Django."""
