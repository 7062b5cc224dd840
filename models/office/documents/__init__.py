"""The school's documents: one way of keeping every register, whatever it is of."""
