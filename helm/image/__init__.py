"""How the one image of all functions is made: by the Dockerfile, or without a registry."""
