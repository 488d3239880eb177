"""Cells as they are read: JSON as the text that is sent, and the place in lists."""

from django.db import migrations, models


def fill_places(apps, schema_editor):
    items = apps.get_model("matrices", "ResolvedItem").objects
    services = apps.get_model("catalog", "Service").objects.select_related("provider")
    for service in services:
        place = f"{service.provider.order:05} {service.name}\t{service.identifier}"
        items.filter(service=service).update(service_place=place)
    for responsibility in apps.get_model("catalog", "Responsibility").objects.all():
        items.filter(responsibility=responsibility).update(row_place=responsibility.order)


class Migration(migrations.Migration):

    dependencies = [
        ("matrices", "0003_revision_reason"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="resolveditem",
            options={"ordering": ["service_place", "row_place"]},
        ),
        migrations.AddField("resolveditem", "row_place", models.IntegerField(default=0), preserve_default=False),
        migrations.AddField("resolveditem", "service_place", models.CharField(default="", max_length=700), preserve_default=False),
        migrations.AlterField("resolveditem", "caveats", models.TextField(default="[]")),
        migrations.AlterField("resolveditem", "checks", models.TextField(default="[]")),
        migrations.AlterField("resolveditem", "citations", models.TextField(default="[]")),
        migrations.AlterField("resolveditem", "inherited", models.TextField(default="{}")),
        migrations.RunPython(fill_places, migrations.RunPython.noop),
    ]
