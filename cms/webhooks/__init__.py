"""Frontends are told of every public change, by signed webhooks (https://www.standardwebhooks.com).

Triggers note each change in its own transaction (``triggers``). The worker makes messages of what the notes add up to
in public (``composing``), and sends them, in order, to each address (``delivering``).
"""
