package dev.tagstream.processor.topology;

import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Verdict;

/** A record that intake let pass, with the bytes it came as. */
record Admitted(SourceRecord source, Verdict.Accepted verdict) {}
