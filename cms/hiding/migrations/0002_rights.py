"""Administrators may take pages off the site for a period."""

from django.db import migrations


def give_the_right(apps, schema_editor):
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="hiding", model="hiding"
    )
    permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="add_hiding", defaults={"name": "Can add ocultação de páginas"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Administradores"):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("hiding", "0001_periods"), ("accounts", "0001_administrators")]

    operations = [migrations.RunPython(give_the_right, migrations.RunPython.noop)]
