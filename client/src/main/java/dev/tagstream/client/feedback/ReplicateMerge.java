package dev.tagstream.client.feedback;

import dev.tagstream.client.feedback.FeedbackJudge.Accepted;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.Relation;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Merges results of the same function, molecule and protein. Bounds stay as they are, for a bound has no place in a mean, and
 * so do classes.
 */
public final class ReplicateMerge {
    private final Replicates rule;
    private final Function<String, FunctionSpec> specs;

    public ReplicateMerge(Replicates rule, Function<String, FunctionSpec> specs) {
        this.rule = rule;
        this.specs = specs;
    }

    /** What is to be sent, in the order of the first row of each. */
    public List<AssayResult> merge(List<Accepted> accepted) {
        if (rule == Replicates.EACH) {
            return accepted.stream().map(Accepted::result).toList();
        }
        Map<String, List<AssayResult>> groups = new LinkedHashMap<>();
        for (Accepted row : accepted) {
            String key = mergeable(row.result()) ? row.pair() : row.pair() + " line " + row.line();
            groups.computeIfAbsent(key, pair -> new ArrayList<>()).add(row.result());
        }
        return groups.values().stream().map(this::one).toList();
    }

    private boolean mergeable(AssayResult result) {
        return result.getRelation() == Relation.EQUAL
                && specs.apply(result.getFunction()).task() == Task.REGRESSION;
    }

    private AssayResult one(List<AssayResult> results) {
        AssayResult first = results.get(0);
        if (results.size() == 1) {
            return first;
        }
        double[] values = results.stream().mapToDouble(AssayResult::getValue).toArray();
        return AssayResult.newBuilder(first)
                .setResultId(ResultIds.merged(
                        results.stream().map(AssayResult::getResultId).toList()))
                .setValue(rule.merge(values, AssayUnit.parse(first.getUnit())))
                .setMeasuredAt(results.stream()
                        .map(AssayResult::getMeasuredAt)
                        .reduce((a, b) -> a.isAfter(b) ? a : b)
                        .orElseThrow())
                .setSource("%s of %d: %s"
                        .formatted(
                                rule == Replicates.MEAN ? "mean" : "median",
                                results.size(),
                                results.stream()
                                        .map(AssayResult::getSource)
                                        .filter(Objects::nonNull)
                                        .distinct()
                                        .collect(Collectors.joining("; "))))
                .build();
    }
}
