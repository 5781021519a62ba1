"""A first draft of a site that nobody has described, from one of its article pages: for a person to correct."""
