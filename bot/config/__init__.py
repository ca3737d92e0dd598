"""YAML files become checked values; the only door to yaml and pydantic."""
