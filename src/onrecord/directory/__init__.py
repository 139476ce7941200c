"""Who's who: countries, nationalities, organisations, armed groups, institutions, office holders.

Facts with sources and years, as tab-separated tables of this folder (see its README.md for sources and
licence); the code only assembles them into one index of names.
"""

from onrecord.directory.cow import cow_codes
from onrecord.directory.entry import Entry, Kind, Match
from onrecord.directory.load import Country, countries, country_name, names
from onrecord.directory.names import Names, normal

__all__ = ["Country", "Entry", "Kind", "Match", "Names", "countries", "country_name", "cow_codes", "names", "normal"]
