"""Wagtail's English welcome page becomes our home page, in Portuguese."""

from django.db import migrations


def make_home(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    Page = apps.get_model("wagtailcore", "Page")
    HomePage = apps.get_model("home", "HomePage")
    Site = apps.get_model("wagtailcore", "Site")

    welcome = Page.objects.get(depth=2, slug="home")
    home = HomePage(page_ptr=welcome)
    home.__dict__.update({name: value for name, value in welcome.__dict__.items() if not name.startswith("_")})
    home.content_type = content_types.get_or_create(app_label="home", model="homepage")[0]
    home.title = home.draft_title = "Página inicial"
    home.hero_title = "Programa Juntos"
    home.sort_title = "pagina inicial"
    home.save()

    # A site's address is that of the frontend that shows it: 3000 is where most start in development.
    Site.objects.filter(is_default_site=True).update(hostname="localhost", port=3000, site_name="Programa Juntos")


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]

    operations = [migrations.RunPython(make_home, migrations.RunPython.noop)]
