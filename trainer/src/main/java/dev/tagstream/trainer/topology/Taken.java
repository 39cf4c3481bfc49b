package dev.tagstream.trainer.topology;

import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.trainer.intake.ResultVerdict;

/** A result that intake let pass, with the record it came in. */
record Taken(SourceRecord source, ResultVerdict.Accepted verdict) {}
