"""Who revises may also handle what visitors sent; who writes may be given the right by an administrator."""

from django.db import migrations


def give_the_right(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="home", model="formsubmission"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="handle_formsubmission",
        defaults={"name": "Pode ver, exportar e apagar respostas de formulários"},
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Revisores"):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("home", "0003_forms"), ("cms", "0002_roles")]

    operations = [migrations.RunPython(give_the_right, migrations.RunPython.noop)]
