"""Administrators may let a fault pass, with a reason."""

from django.db import migrations


def give_the_right(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="rules", model="overruling"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="add_overruling",
        defaults={"name": "Pode publicar uma página com problemas, com justificativa"},
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Administradores"):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_initial"), ("accounts", "0001_administrators")]

    operations = [migrations.RunPython(give_the_right, migrations.RunPython.noop)]
