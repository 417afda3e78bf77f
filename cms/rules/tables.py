"""Tables: each column has a heading of its own."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.blocks.tables import TableGridBlock
from cms.rules.faults import Found, rule
from cms.rules.places import Writing
from cms.rules.wording import plain


@rule(
    "table-headings",
    gettext_lazy("Tabela com colunas sem título, ou de mesmo título"),
    reason=gettext_lazy("Um leitor de tela diz o título da coluna antes de cada valor."),
    criterion="1.3.1",
)
def table_headings(writing: Writing) -> Iterator[Found]:
    for place in writing.of(TableGridBlock):
        headings = [column.get("heading", "") for column in (place.value or {}).get("columns", [])]
        twice = [heading for heading, count in Counter(map(plain, headings)).items() if heading and count > 1]
        if not all(heading.strip() for heading in headings):
            yield place, _("Dê um título a cada coluna."), ""
        elif twice:
            yield place, _("Duas colunas têm o mesmo título: “%(heading)s”.") % {"heading": twice[0]}, twice[0]
