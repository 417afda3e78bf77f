"""Where webhooks plug into the admin."""

from wagtail import hooks

from cms.webhooks.viewsets import WebhookViewSet


@hooks.register("register_admin_viewset")
def register_webhooks() -> WebhookViewSet:
    return WebhookViewSet()
