"""The search ranks without joins: what a cell is called stands beside what is read of it.

No table is made anew, so the triggers of the full-text index stay; SQLite holds no text to a
length, PostgreSQL is told the new one.
"""

from django.db import migrations, models

LONGER = "ALTER TABLE matrices_searchtext ALTER COLUMN title TYPE varchar(1000)"
TITLES = """
    UPDATE matrices_searchtext SET
      title = (
        SELECT service.name
          || CASE WHEN choice.id IS NULL THEN '' ELSE ' with ' || choice.name END
          || ': ' || responsibility.name
        FROM matrices_resolveditem item
        JOIN catalog_service service ON service.id = item.service_id
        JOIN catalog_responsibility responsibility ON responsibility.id = item.responsibility_id
        LEFT JOIN catalog_option choice ON choice.id = item.option_id
        WHERE item.id = matrices_searchtext.item_id
      ),
      detail = (
        SELECT provider.short_name
        FROM matrices_resolveditem item
        JOIN catalog_provider provider ON provider.id = item.provider_id
        WHERE item.id = matrices_searchtext.item_id
      )
    WHERE item_id IS NOT NULL
"""


def lengthen(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(LONGER, params=None)


def write_titles(apps, schema_editor):
    schema_editor.execute(TITLES, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ("matrices", "0006_fewer_indexes"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "searchtext", "title", models.CharField(blank=True, max_length=1000)
                ),
            ],
            database_operations=[migrations.RunPython(lengthen, migrations.RunPython.noop)],
        ),
        migrations.RunPython(write_titles, migrations.RunPython.noop),
    ]
