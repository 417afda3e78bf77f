"""Who works in the admin: how they come in, for how long they stay, what they may do, and what is written down of it."""
