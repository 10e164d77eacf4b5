from __future__ import annotations

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE search_terms USING fts5("
    "title, tags, body, tokenize = 'unicode61 remove_diacritics 0')",
]
POSTGRESQL = [
    "CREATE TABLE search_terms ("
    "document_id bigint PRIMARY KEY, vector tsvector NOT NULL, long_terms text)",
    "CREATE INDEX search_terms_vector ON search_terms USING gin (vector)",
]


def create(apps, schema_editor):
    made = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for sql in made:
        schema_editor.execute(sql)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_terms")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
