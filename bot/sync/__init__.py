"""The engine: what should happen (planner), carrying it out at one partner (lane), a job across its lanes (runner)."""
