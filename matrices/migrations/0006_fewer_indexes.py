"""The index of foreign keys to responsibilities goes: the one in the order of lists serves."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_detection'),
        ('matrices', '0005_cells_in_order'),
    ]

    operations = [
        migrations.AlterField(
            model_name='resolveditem',
            name='responsibility',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='resolved_items', to='catalog.responsibility'),
        ),
    ]
