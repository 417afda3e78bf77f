"""Who revises may read, publish and refuse comments, and approve news; an administrator may give it to others."""

from django.db import migrations

RIGHTS = {
    ("comment", "change_comment"): "Pode publicar e recusar comentários",
    ("issue", "change_issue"): "Pode aprovar e descartar novidades por e-mail",
    ("followsettings", "change_followsettings"): "Pode mudar como o site recebe inscrições",
    ("commentsettings", "change_commentsettings"): "Pode mudar como o site recebe comentários",
}


def give_the_rights(apps, schema_editor):
    for (model, codename), name in RIGHTS.items():
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="engagement", model=model
        )
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        for group in apps.get_model("auth", "Group").objects.filter(name="Revisores"):
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_initial"), ("cms", "0002_roles")]

    operations = [migrations.RunPython(give_the_rights, migrations.RunPython.noop)]
