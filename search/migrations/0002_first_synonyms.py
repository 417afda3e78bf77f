"""What editors begin with: the rights over their lists, and a first list of synonyms."""

from django.conf import settings
from django.db import migrations

WRITE = ["add", "change", "view", "delete"]
RIGHTS = {
    # what is changed here is on the site at once: it is for who may publish
    "Editores": {"search.synonyms": ["view"], "search.promotedquery": ["view"], "search.approvedquery": ["view"]},
    "Revisores": {
        "search.synonyms": WRITE,
        "search.promotedquery": WRITE,
        "search.approvedquery": WRITE,
        "search.searchcount": ["view"],
    },
}

SYNONYMS = [
    ["prefeitura", "município", "cidade", "governo municipal", "poder público municipal"],
    ["jovem", "jovens", "juventude", "adolescente"],
    ["escola", "ensino", "educação"],
    ["professor", "docente"],
    ["creche", "educação infantil", "primeira infância"],
    ["saúde", "hospital", "posto de saúde", "unidade básica de saúde", "UBS"],
    ["finanças", "contas públicas", "orçamento", "dinheiro público", "equilíbrio fiscal"],
    ["imposto", "tributo", "arrecadação"],
    ["dívida", "débito"],
    ["licitação", "compras", "pregão"],
    ["servidor", "funcionário"],
    ["recursos humanos", "gestão de pessoas", "RH"],
    ["gestante", "grávida"],
    ["aplicativo", "app", "celular"],
    ["árvore", "arborização"],
    ["segurança", "violência", "criminalidade", "guarda municipal"],
    ["mobilidade", "trânsito", "transporte", "ônibus"],
    ["meio ambiente", "ambiental", "sustentabilidade"],
    ["lixo", "resíduos sólidos", "limpeza urbana", "reciclagem"],
    ["saneamento", "esgoto", "abastecimento de água"],
    ["moradia", "habitação", "casa própria"],
    ["planejamento urbano", "urbanismo", "plano diretor"],
    ["gestão", "gestor", "administração"],
    ["liderança", "líder"],
    ["engajamento", "participação social", "participação popular", "voluntariado"],
    ["transparência", "prestação de contas", "dados abertos"],
    ["comunicação", "imprensa", "divulgação"],
    ["cultura", "arte"],
    ["lazer", "esporte", "recreação"],
    ["emprego", "geração de renda", "desemprego"],
    ["idoso", "pessoa idosa", "terceira idade"],
    ["acessibilidade", "pessoa com deficiência", "PcD"],
]


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
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


def write_first_synonyms(apps, schema_editor):
    Synonyms = apps.get_model("search", "Synonyms")
    locale, _ = apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    for terms in SYNONYMS:
        Synonyms.objects.create(locale=locale, terms="\n".join(terms))


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("cms", "0002_roles")]

    operations = [
        migrations.RunPython(give_rights, migrations.RunPython.noop),
        migrations.RunPython(write_first_synonyms, migrations.RunPython.noop),
    ]
