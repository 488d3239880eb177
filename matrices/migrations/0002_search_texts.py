"""What the search reads, and the full-text index over it; needs no extension and no superuser."""

import django.db.models.deletion
from django.db import migrations, models


# On SQLite the index holds no copy of the text; triggers keep it true, also where rows cascade away.
_DELETED = (
    "INSERT INTO matrices_searchtext_words (matrices_searchtext_words, rowid, named, duty, said) "
    "VALUES ('delete', old.id, old.named, old.duty, old.said);"
)
_ADDED = (
    "INSERT INTO matrices_searchtext_words (rowid, named, duty, said) "
    "VALUES (new.id, new.named, new.duty, new.said);"
)
SQLITE = [
    "CREATE VIRTUAL TABLE matrices_searchtext_words USING fts5("
    "named, duty, said, content='matrices_searchtext', content_rowid='id', detail=none, "
    "tokenize=\"unicode61 remove_diacritics 0\")",
    "CREATE TRIGGER matrices_searchtext_added AFTER INSERT ON matrices_searchtext "
    f"BEGIN {_ADDED} END",
    "CREATE TRIGGER matrices_searchtext_deleted AFTER DELETE ON matrices_searchtext "
    f"BEGIN {_DELETED} END",
    "CREATE TRIGGER matrices_searchtext_changed AFTER UPDATE ON matrices_searchtext "
    f"BEGIN {_DELETED} {_ADDED} END",
]
SQLITE_BACK = ["DROP TABLE IF EXISTS matrices_searchtext_words"]
# Stems go in as they are: no parser and no dictionary of the server has a say.
POSTGRESQL = [
    "ALTER TABLE matrices_searchtext ADD COLUMN lexemes tsvector GENERATED ALWAYS AS ("
    "array_to_tsvector(array_remove(string_to_array(named || ' ' || duty || ' ' || said, ' '), ''))) STORED",
    "CREATE INDEX matrices_searchtext_lexemes ON matrices_searchtext USING gin (lexemes)",
]


def add_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        for statement in SQLITE_BACK:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_search_names'),
        ('matrices', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('target', models.CharField(max_length=400)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('text', models.TextField(blank=True)),
                ('order', models.IntegerField()),
                ('named', models.TextField()),
                ('duty', models.TextField(blank=True)),
                ('said', models.TextField(blank=True)),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_texts', to='matrices.resolveditem')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_texts', to='catalog.service')),
            ],
        ),
        migrations.RunPython(add_index, drop_index),
    ]
