"""The index: what a page says, as words to find it by."""

from django.db import models


class SearchKind(models.Model):
    """What pages of one kind are counted by: ``facets`` says it, as ``state:SP area:12``. Many pages share one."""

    facets = models.TextField(unique=True)

    class Meta:
        verbose_name = "search kind"
        verbose_name_plural = "search kinds"

    def __str__(self) -> str:
        return self.facets


class SearchEntry(models.Model):
    """What can be found of one page that is live. Whether a visitor may see it is asked when it is found.

    ``plain_title`` is the title as it is typed, without accents. ``title``, ``summary`` and ``body`` are stems and
    roots (``search.folding.tokens``); the database keeps its own full-text index of them. ``text`` is the summary and,
    on a second line, the body, as they are written.
    """

    page = models.OneToOneField("wagtailcore.Page", primary_key=True, on_delete=models.CASCADE, related_name="+")
    plain_title = models.CharField(max_length=255, db_index=True)
    title = models.TextField()
    summary = models.TextField()
    body = models.TextField()
    text = models.TextField()
    kind = models.ForeignKey(SearchKind, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word of what was indexed: what typing it may mean. It may be of a page that is hidden since."""

    word = models.CharField(max_length=40, primary_key=True)
    reverse = models.CharField(max_length=40, db_index=True)

    class Meta:
        verbose_name = "search word"
        verbose_name_plural = "search words"

    def __str__(self) -> str:
        return self.word
