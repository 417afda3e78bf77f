"""Pages that are off the site for a period, and come back by themselves: the silence before an election."""
