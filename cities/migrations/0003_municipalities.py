from django.db import migrations

from cities.ibge import load_municipalities


def load(apps, schema_editor):
    load_municipalities(apps.get_model("cities", "Municipality"))


class Migration(migrations.Migration):
    dependencies = [("cities", "0002_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
