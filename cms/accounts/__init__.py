"""Who works in the admin: how they come in, how long they stay, what they may do, what is written down of it."""
