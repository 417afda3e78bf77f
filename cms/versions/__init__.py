"""What state the content is in: a version of each kind, which the database itself changes with every change.

Triggers do it, so that nothing is forgotten: bulk writes, imports and SQL written by hand count as well.
"""
