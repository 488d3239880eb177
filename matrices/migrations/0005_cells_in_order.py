"""Lists, filters and counts walk an index in their own order, whatever the size of the table."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_detection'),
        ('matrices', '0004_flat_cells'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='resolveditem',
            name='resolved_item_unique_per_option',
        ),
        migrations.AddConstraint(
            model_name='resolveditem',
            constraint=models.UniqueConstraint(condition=models.Q(('option__isnull', False)), fields=('option', 'responsibility'), name='resolved_item_unique_per_option'),
        ),
        migrations.RemoveIndex(
            model_name='resolveditem',
            name='matrices_re_ownersh_024104_idx',
        ),
        migrations.RemoveIndex(
            model_name='resolveditem',
            name='matrices_re_respons_d8f968_idx',
        ),
        migrations.RemoveIndex(
            model_name='resolveditem',
            name='matrices_re_provide_3f785c_idx',
        ),
        migrations.RemoveIndex(
            model_name='resolveditem',
            name='matrices_re_family__a7172c_idx',
        ),
        migrations.AlterField(
            model_name='resolveditem',
            name='family',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.family'),
        ),
        migrations.AlterField(
            model_name='resolveditem',
            name='layer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.layer'),
        ),
        migrations.AlterField(
            model_name='resolveditem',
            name='option',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='resolved_items', to='catalog.option'),
        ),
        migrations.AlterField(
            model_name='resolveditem',
            name='provider',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.provider'),
        ),
        migrations.AlterField(
            model_name='resolveditem',
            name='tier',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.tier'),
        ),
        migrations.AddIndex(
            model_name='resolveditem',
            index=models.Index(condition=models.Q(('option__isnull', True)), fields=['service_place', 'row_place'], name='cells_by_place'),
        ),
        migrations.AddIndex(
            model_name='resolveditem',
            index=models.Index(condition=models.Q(('option__isnull', True)), fields=['provider', 'service_place', 'row_place'], name='cells_by_provider'),
        ),
        migrations.AddIndex(
            model_name='resolveditem',
            index=models.Index(condition=models.Q(('option__isnull', True)), fields=['tier', 'service_place', 'row_place'], name='cells_by_tier'),
        ),
        migrations.AddIndex(
            model_name='resolveditem',
            index=models.Index(condition=models.Q(('option__isnull', True)), fields=['family', 'service_place', 'row_place'], name='cells_by_family'),
        ),
        migrations.AddIndex(
            model_name='resolveditem',
            index=models.Index(condition=models.Q(('option__isnull', True)), fields=['layer', 'service_place', 'row_place'], name='cells_by_layer'),
        ),
        migrations.AddIndex(
            model_name='resolveditem',
            index=models.Index(condition=models.Q(('option__isnull', True)), fields=['responsibility', 'service_place', 'row_place'], name='cells_by_responsibility'),
        ),
        migrations.AddIndex(
            model_name='resolveditem',
            index=models.Index(condition=models.Q(('option__isnull', True)), fields=['ownership', 'service_place', 'row_place'], name='cells_by_ownership'),
        ),
        migrations.AddIndex(
            model_name='resolveditem',
            index=models.Index(condition=models.Q(('option__isnull', True)), fields=['basis', 'service_place', 'row_place'], name='cells_by_basis'),
        ),
    ]
