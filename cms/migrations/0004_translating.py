"""Who writes may translate."""

from django.db import migrations


def allow_translating(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="simple_translation", model="simpletranslation"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="submit_translation", defaults={"name": "Can submit translations"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["Editores", "Revisores"]):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("cms", "0003_content_versions"), ("simple_translation", "0001_initial")]

    operations = [migrations.RunPython(allow_translating, migrations.RunPython.noop)]
