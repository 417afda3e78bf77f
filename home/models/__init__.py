from home.models.areas import AreaIndexPage, AreaPage
from home.models.form_fields import FormField
from home.models.forms import FormPage
from home.models.narrative import HomePage, HomePageArea, HomePageCity, NarrativePage
from home.models.people import Partner, Person
from home.models.privacy import PrivacyNoticePage, PrivacyNoticeVersion
from home.models.site import Menu, MenuItem, SiteSettings, SiteText, SocialProfile
from home.models.stories import StoryCity, StoryDocument, StoryIndexPage, StoryPage
from home.models.submissions import FormSubmission, SubmittedFile

__all__ = [
    "AreaIndexPage",
    "AreaPage",
    "FormField",
    "FormPage",
    "FormSubmission",
    "HomePage",
    "HomePageArea",
    "HomePageCity",
    "Menu",
    "MenuItem",
    "NarrativePage",
    "Partner",
    "Person",
    "PrivacyNoticePage",
    "PrivacyNoticeVersion",
    "SiteSettings",
    "SiteText",
    "SocialProfile",
    "StoryCity",
    "StoryDocument",
    "StoryIndexPage",
    "StoryPage",
    "SubmittedFile",
]
