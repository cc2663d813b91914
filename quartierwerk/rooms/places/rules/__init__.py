"""What places are, how their shapes are drawn, and how addresses are written alike. Pure, no database."""

from quartierwerk.rooms.places.rules.addresses import AddressRow
from quartierwerk.rooms.places.rules.findings import Finding, FindingKind
from quartierwerk.rooms.places.rules.kinds import PlaceKind, Point, Precision
from quartierwerk.rooms.places.rules.names import PlaceName
from quartierwerk.rooms.places.rules.survey import SurveyState
