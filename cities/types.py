"""Types of the API that are no model: made from some columns of one, or counted."""

import graphene


class Population(graphene.ObjectType):
    """How many people live in a city."""

    reads = ()

    count = graphene.Int(required=True, description="The number of people.")
    year = graphene.Int(required=True, description="The year that the number is of.")
    source = graphene.String(required=True, description="Where the number comes from.")

    @classmethod
    def of(cls, city) -> "Population | None":
        """Return the population of a city page, or None where it is not known."""
        if city.population is None:
            return None
        return cls(count=city.population, year=city.population_year, source=city.population_source)
