"""The role *Administradores*: everything of the content, its structure and the people, and no more than that.

Who has it is no superuser: groups, tasks of the worker and superusers stay out of reach. And who writes may upload what
they write with.
"""

from django.db import migrations

EDITORS, REVIEWERS, ADMINISTRATORS = "Editores", "Revisores", "Administradores"

ALL = ["add", "change", "delete", "view"]
ANYWHERE = {
    "auth.user": ALL,
    "cities.indicator": [*ALL, "publish"],
    "cities.measurement": ALL,
    "cities.municipality": ["view"],
    "cms.contentimport": ["add"],
    "home.formsubmission": ["handle"],
    "home.menu": ALL,
    "home.partner": [*ALL, "publish"],
    "home.person": [*ALL, "publish"],
    "home.sitesettings": ["change"],
    "home.sitetext": ALL,
    "rules.overruling": ["add"],
    "search.approvedquery": ALL,
    "search.promotedquery": ALL,
    "search.searchcount": ["view"],
    "search.synonyms": ALL,
    "simple_translation.simpletranslation": ["submit_translation"],
    "wagtailadmin.admin": ["access_admin"],
    "wagtailcore.locale": ALL,
    "wagtailcore.site": ALL,
    "wagtailcore.task": ALL,
    "wagtailcore.workflow": ALL,
    "wagtailredirects.redirect": ALL,
}
PAGES = ["add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"]
FILES = {
    EDITORS: ["add", "change", "choose"],
    REVIEWERS: ["add", "change", "choose"],
    ADMINISTRATORS: ["add", "change", "choose", "delete"],
}
WHOLE_CODENAMES = {"submit_translation", "access_admin"}


def make_role(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    administrators, _made = groups.get_or_create(name=ADMINISTRATORS)
    for label, actions in ANYWHERE.items():
        app_label, model = label.split(".")
        for action in actions:
            codename = action if action in WHOLE_CODENAMES else f"{action}_{model}"
            administrators.permissions.add(_permission(apps, app_label, model, codename))
    for group in groups.filter(name__in=[EDITORS, REVIEWERS]):  # who manages people has the rights that these get
        administrators.permissions.add(*group.permissions.all())
    _give_pages(apps, administrators)
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name="Aprovação dos revisores"):
        task.groups.add(administrators)
    for name, actions in FILES.items():
        for group in groups.filter(name=name):
            _give_files(apps, group, actions)


def _give_pages(apps, group):
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    given = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for codename in PAGES if root else []:
        permission = _permission(apps, "wagtailcore", "page", codename)
        given.get_or_create(group=group, page=root, permission=permission)


def _give_files(apps, group, actions):
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    kinds = [("wagtailimages", "image"), ("wagtaildocs", "document")]
    wanted = [(app, kind, f"{action}_{kind}") for app, kind in kinds for action in actions]
    if group.name == ADMINISTRATORS:
        wanted += [("wagtailcore", "collection", f"{action}_collection") for action in ("add", "change", "delete")]
    given = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for app_label, model, codename in wanted if root else []:
        permission = _permission(apps, app_label, model, codename)
        given.get_or_create(group=group, collection=root, permission=permission)


def _permission(apps, app_label, model, codename):
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0004_translating"),
        ("home", "0005_menus_and_texts_keep_their_site"),
        ("cities", "0003_municipalities"),
        ("search", "0004_kinds_and_narrow_rows"),
        ("rules", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("simple_translation", "0001_initial"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(make_role, migrations.RunPython.noop)]
