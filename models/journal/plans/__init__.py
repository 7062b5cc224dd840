"""Plans of topics (КТП): what is to be taught in which order, and how far a journal has come."""
