"""The schedule, signals and systemd: runs jobs when they are due."""
