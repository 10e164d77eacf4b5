"""The design system: tokens, components as macros, charts and tables, and a page showing all."""
