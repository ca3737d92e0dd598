"""A plan, a run or the states, told to people."""
