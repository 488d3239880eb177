import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchGram',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40)),
                ('gram', models.CharField(max_length=2)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('gram', 'word'), name='search_gram_unique_in_word')],
            },
        ),
        migrations.CreateModel(
            name='SearchName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('family', 'Family'), ('service', 'Service'), ('option', 'Option'), ('responsibility', 'Responsibility'), ('provider', 'Provider'), ('tier', 'Tier'), ('framework', 'Framework')], max_length=20)),
                ('target', models.CharField(max_length=300)),
                ('title', models.CharField(max_length=300)),
                ('detail', models.CharField(max_length=300)),
                ('name', models.CharField(max_length=300)),
                ('via', models.CharField(choices=[('name', 'Name'), ('alias', 'Alias'), ('identifier', 'Identifier'), ('resource_type', 'Resource Type')], max_length=20)),
                ('key', models.CharField(db_index=True, max_length=300)),
                ('order', models.IntegerField()),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_names', to='catalog.service')),
            ],
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(db_index=True, max_length=40)),
                ('name', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='catalog.searchname')),
            ],
        ),
    ]
