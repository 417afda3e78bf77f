from cities.models.city import CityIndexPage, CityLeader, CityPage, Milestone
from cities.models.indicators import Indicator, Measurement
from cities.models.municipality import Municipality
from cities.models.work_front import WorkFrontCity, WorkFrontPage, WorkFrontPartner

__all__ = [
    "CityIndexPage",
    "CityLeader",
    "CityPage",
    "Indicator",
    "Measurement",
    "Milestone",
    "Municipality",
    "WorkFrontCity",
    "WorkFrontPage",
    "WorkFrontPartner",
]
