"""What follows from what editors do with the tree."""

from wagtail.signals import post_page_move

from cities.models import WorkFrontPage


def set_city_of_moved_work_front(sender, instance, parent_page_after, **kwargs) -> None:
    """A work front belongs to the city above it: a move, which only rewrites paths, changes the city too."""
    if sender is WorkFrontPage:
        WorkFrontPage.objects.filter(pk=instance.pk).update(city=parent_page_after.pk)


def register_signal_handlers() -> None:
    post_page_move.connect(set_city_of_moved_work_front, dispatch_uid="cities.set_city_of_moved_work_front")
