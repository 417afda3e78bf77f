from search.models.entries import SearchEntry, SearchWord

__all__ = ["SearchEntry", "SearchWord"]
