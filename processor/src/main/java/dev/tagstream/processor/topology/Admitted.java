package dev.tagstream.processor.topology;

import dev.tagstream.processor.intake.Verdict;
import dev.tagstream.runtime.intake.SourceRecord;

/** A record that intake let pass, with the bytes it came as. */
record Admitted(SourceRecord source, Verdict.Accepted verdict) {}
