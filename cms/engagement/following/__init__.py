"""Following by e-mail: asked for twice, sent by the worker, ended by one click."""
