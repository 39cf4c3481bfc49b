package dev.tagstream.common.wire;

import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;

/** What came of reading a tag version for one particular model. */
public sealed interface TagReading {
    record AcceptedDomain(DomainTag tag) implements TagReading {}

    record AcceptedFunction(FunctionTag tag) implements TagReading {}

    /** @param reason one sentence that names the tag, its version and what is wrong with it */
    record Refused(String reason) implements TagReading {}
}
