"""What is wrong with a feed before its elements are looked at: well-formedness, encoding, vocabularies."""

from pipeline.core.feed_document import FeedDocument
from pipeline.core.rules.table import Rule

DOCUMENT: tuple[Rule[FeedDocument], ...] = ()
