"""The editor's form asks the rules when what it holds is to be published, or handed in for it."""

from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from cms.rules.checking import faults_of
from cms.rules.gate import stopping
from cms.rules.messages import by_field, error_of

CANCELLING = "action-cancel-workflow"


class RulesFormMixin:
    """A page's form whose faults show where they are; what was typed stays."""

    stopped_by_rules = False

    def _post_clean(self):
        super()._post_clean()
        if not self.is_deferred_validation and CANCELLING not in self.data:
            self._ask_the_rules()

    def _ask_the_rules(self) -> None:
        found = by_field(stopping(self.instance, faults_of(self.instance)))
        for name, faults in found.items():
            if name in self.fields and name not in self.errors:
                self.stopped_by_rules = True
                self.add_error(name, self._error(name, faults))
        if self.stopped_by_rules:
            self.add_error(None, _("A página não pode ser publicada ainda: veja o que falta em cada campo marcado."))

    def _error(self, name, faults):
        field = self.instance._meta.get_field(name)
        if isinstance(field, StreamField):
            raw = field.stream_block.get_prep_value(getattr(self.instance, name))
            return error_of(field.stream_block, raw, faults)
        return [message for _path, message in faults]
