"""How complete the profile is, above the form of a city."""

from typing import Any

from wagtail.admin.panels import Panel


class CompletenessPanel(Panel):
    """Shows what the profile has, and what it still lacks, as it was last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cities/completeness_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from cities.completeness import completeness_of_draft  # made of the models, which are made with this panel

            context = super().get_context_data(parent_context)
            return {**context, "completeness": completeness_of_draft(self.instance)}
