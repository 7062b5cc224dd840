"""The next year: what is proposed from last year's facts and people's answers, and its doing.

`facts` reads the year that ends, `plan`, `grouping` and `teaching` are pure, `doing` writes.
"""
