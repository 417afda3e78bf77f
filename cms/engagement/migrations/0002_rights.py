"""Who revises may moderate comments and approve news; who administers may also export and erase a person's data."""

from django.db import migrations

TEAM, ADMINISTRATORS = ("Revisores", "Administradores"), ("Administradores",)
RIGHTS = {
    ("comment", "change_comment"): ("Pode publicar e recusar comentários", TEAM),
    ("issue", "change_issue"): ("Pode aprovar e descartar novidades por e-mail", TEAM),
    ("followsettings", "change_followsettings"): ("Pode mudar como o site recebe inscrições", TEAM),
    ("commentsettings", "change_commentsettings"): ("Pode mudar como o site recebe comentários", TEAM),
    ("personaldatarequest", "add_personaldatarequest"): ("Pode exportar e eliminar dados pessoais", ADMINISTRATORS),
}


def give_the_rights(apps, schema_editor):
    for (model, codename), (name, roles) in RIGHTS.items():
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="engagement", model=model
        )
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        for group in apps.get_model("auth", "Group").objects.filter(name__in=roles):
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_initial"), ("cms", "0002_roles"), ("accounts", "0001_administrators")]

    operations = [migrations.RunPython(give_the_rights, migrations.RunPython.noop)]
