"""Deleting a site in the admin: what editors wrote for it must be gone first."""

from django.db.models import ProtectedError
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.sites.views import DeleteView


class SiteDeleteView(DeleteView):
    """Says what is in the way instead of taking it along. Pages stay in any case."""

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ProtectedError as refusal:
            names = sorted({str(row._meta.verbose_name_plural) for row in refusal.protected_objects})
            message = _("Este site ainda tem %(what)s. Apague-os antes, ou eles se perderiam. As páginas ficam.")
            messages.error(self.request, message % {"what": _(" e ").join(names)})
            return HttpResponseRedirect(self.get_success_url())
