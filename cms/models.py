"""Django looks for an app's models here; ours live in the module that names their subject."""

from cms.media import CustomDocument, CustomImage, CustomRendition

__all__ = ["CustomDocument", "CustomImage", "CustomRendition"]
