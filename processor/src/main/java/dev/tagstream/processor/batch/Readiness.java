package dev.tagstream.processor.batch;

import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether one task can be scored with one image of the tags, before it may spoil a batch for others. */
final class Readiness {
    private Readiness() {}

    /** Whether data is spelled otherwise than for the domain tags of the image. */
    static boolean isOutdated(ScoringTask task, TagSet tags) {
        for (SpanText span : task.spans()) { // no stream: each task is asked in each batch
            if (span.spelling() != tags.spelling(span.domain())) {
                return true;
            }
        }
        return false;
    }

    static Optional<Outcome.Refused> firstObstacle(ScoringTask task, TagSet tags) {
        Optional<FunctionTag> function = task.tagIn(tags);
        if (function.isEmpty()) {
            return Optional.of(new Outcome.Refused(
                    RejectReason.FUNCTION_UNKNOWN,
                    "no function tag is named %s; known are %s".formatted(task.function(), knownFunctions(tags))));
        }
        return Stream.of(missingTag(function.get(), tags), missingData(function.get(), task))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String knownFunctions(TagSet tags) {
        return tags.functions().stream().map(tag -> tag.id().name()).toList().toString();
    }

    private static Optional<Outcome.Refused> missingTag(FunctionTag function, TagSet tags) {
        return function.template().domains().stream()
                .filter(domain -> tags.domain(domain).isEmpty())
                .findFirst()
                .map(domain -> new Outcome.Refused(
                        RejectReason.DOMAIN_TAG_MISSING,
                        "function %s needs the domain tag %s, which has not been published"
                                .formatted(function.id().name(), domain)));
    }

    private static Optional<Outcome.Refused> missingData(FunctionTag function, ScoringTask task) {
        return function.template()
                .firstMissing(task.spans())
                .map(domain -> new Outcome.Refused(
                        RejectReason.missing(domain),
                        "function %s needs data for {%s}, which the request does not hold"
                                .formatted(function.id().name(), domain)));
    }
}
