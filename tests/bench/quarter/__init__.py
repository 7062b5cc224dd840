"""A quarter of a small school, played on the running system and counted twice."""
