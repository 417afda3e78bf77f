"""Django looks for an app's models here; ours live in the module that names their subject."""

from cms.importing.runs import ContentImport
from cms.media import CustomDocument, CustomImage, CustomRendition
from cms.paths import PathRecord
from cms.versions.models import ContentChange, ContentVersion, PurgedVersion

__all__ = [
    "ContentChange",
    "ContentImport",
    "ContentVersion",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "PathRecord",
    "PurgedVersion",
]
