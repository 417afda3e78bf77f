"""See before publishing: a reading view, the answer of the API, the page in its own frontend, links for others."""
