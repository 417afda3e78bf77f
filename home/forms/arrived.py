"""What forms of the site brought in the last days, on the first page of the admin."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.contrib.forms.utils import get_forms_for_user

from cms.dashboard.panels import SHORT, Row, ShortList
from home.models.submissions import FormSubmission

LATELY = timedelta(days=7)


class ArrivedSubmissions(ShortList):
    name, order = "submissions", 220
    heading = _("Formulários: chegou nos últimos sete dias")
    empty = _("Nada chegou nos últimos sete dias. As respostas mais antigas estão em Formulários.")

    def forms(self) -> QuerySet:
        """Return of each form with new submissions its key, title, their number and the moment of the last."""
        arrived = FormSubmission.objects.filter(is_suspect=False, submit_time__gte=timezone.now() - LATELY)
        mine = arrived.filter(page__in=get_forms_for_user(self.request.user).values("pk"))
        return mine.order_by().values("page", "page__title").annotate(number=Count("pk"), last=Max("submit_time"))

    def count(self) -> int:
        return self.forms().count()

    def rows(self) -> Iterator[Row]:
        for form in self.forms().order_by("-last")[:SHORT]:
            url = reverse("wagtailforms:list_submissions", args=[form["page"]])
            detail = ngettext("%(n)d resposta", "%(n)d respostas", form["number"]) % {"n": form["number"]}
            yield Row(form["page__title"], url, detail, form["last"])

    def all_url(self) -> str:
        return reverse("wagtailforms:index")
