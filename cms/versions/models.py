"""The tables of versions. Nothing but triggers writes to the first two."""

from django.db import models


class ContentVersion(models.Model):
    """The state of one kind of content: a number that no other state has had, also before a backup was restored.

    The kind without a name is all content together. Rows are there only where the triggers are.
    """

    kind = models.CharField(max_length=120, primary_key=True)
    version = models.BigIntegerField()

    class Meta:
        verbose_name = "content version"
        verbose_name_plural = "content versions"

    def __str__(self) -> str:
        return self.kind


class ContentChange(models.Model):
    """On PostgreSQL: kinds that a transaction has changed so far. Its end takes the rows away with it."""

    transaction = models.BigIntegerField()
    kind = models.CharField(max_length=120)

    class Meta:
        verbose_name = "content change"
        verbose_name_plural = "content changes"
        constraints = [models.UniqueConstraint(fields=["transaction", "kind"], name="content_change_once")]

    def __str__(self) -> str:
        return self.kind


class PurgedVersion(models.Model):
    """The version of a kind that caches outside this server have been told of."""

    kind = models.CharField(max_length=120, primary_key=True)
    version = models.BigIntegerField()

    class Meta:
        verbose_name = "purged version"
        verbose_name_plural = "purged versions"

    def __str__(self) -> str:
        return self.kind
