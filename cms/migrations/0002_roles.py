"""Wagtail's groups and workflow get Portuguese names, and the rights over our own models."""

from django.db import migrations

EDITORS, REVIEWERS, APPROVAL = "Editores", "Revisores", "Aprovação dos revisores"

WRITE = ["add", "change", "view"]
RIGHTS = {
    EDITORS: {
        "home.partner": WRITE,
        "home.person": WRITE,
        "cities.indicator": WRITE,
        "cities.measurement": WRITE,
        "cities.municipality": ["view"],
    },
    REVIEWERS: {
        "home.partner": [*WRITE, "delete", "publish"],
        "home.person": [*WRITE, "delete", "publish"],
        "home.menu": [*WRITE, "delete"],
        "home.sitetext": WRITE,
        "home.sitesettings": ["change"],
        "cities.indicator": [*WRITE, "delete", "publish"],
        "cities.measurement": [*WRITE, "delete"],
        "cities.municipality": ["view"],
        "cms.contentimport": ["add"],
        "wagtailredirects.redirect": [*WRITE, "delete"],
    },
}


def name_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name="Editors").update(name=EDITORS)
    Group.objects.filter(name="Moderators").update(name=REVIEWERS)
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name="Moderators approval").update(name=APPROVAL)
    for name, rights in RIGHTS.items():
        Group.objects.get(name=name).permissions.add(
            *[_permission(apps, label, action) for label, actions in rights.items() for action in actions]
        )


def _permission(apps, label, action):
    app_label, model = label.split(".")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("home", "0002_site_start"),
        ("cities", "0003_municipalities"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(name_roles, migrations.RunPython.noop)]
