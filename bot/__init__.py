"""The republishing bot: keeps copies of practice sheets on partner wikis up to date, credited and licensed."""

__version__ = "0.1.0"
