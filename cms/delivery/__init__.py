"""Work that outlives a request: a queue in the database, and the worker that carries it out."""
