"""What of this room stands in the admin; the login itself is in ``cms.urls``, before Wagtail's."""

from django.urls import path

from cms.accounts.keeping import tell_who_is_here
from cms.accounts.locks_views import LocksView, TakeSecondStepView, UnlockView
from cms.accounts.report import AuditView
from cms.accounts.second_step_views import CodesView, StatusView, TurnOffView, TurnOnView

urlpatterns = [
    path("account/here/", tell_who_is_here, name="accounts_here"),
    path("account/second-step/", StatusView.as_view(), name="accounts_second_step"),
    path("account/second-step/on/", TurnOnView.as_view(), name="accounts_turn_on"),
    path("account/second-step/codes/", CodesView.as_view(), name="accounts_codes"),
    path("account/second-step/off/", TurnOffView.as_view(), name="accounts_turn_off"),
    path("reports/locks/", LocksView.as_view(), name="accounts_locks"),
    path("reports/locks/unlock/", UnlockView.as_view(), name="accounts_unlock"),
    path("reports/audit/", AuditView.as_view(), name="accounts_audit"),
    path("reports/audit/results/", AuditView.as_view(results_only=True), name="accounts_audit_results"),
    path("users/<int:pk>/second-step/", TakeSecondStepView.as_view(), name="accounts_take_second_step"),
]
