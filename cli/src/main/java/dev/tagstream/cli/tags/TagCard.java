package dev.tagstream.cli.tags;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.client.tags.TagHistory;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All there is to know of a tag, line by line or as JSON. */
final class TagCard {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Object> facts = new LinkedHashMap<>();

    void version(TagVersion tag, TagHistory history) {
        put("name", tag.getName());
        put("kind", tag.getKind().name().toLowerCase(Locale.ROOT));
        put("version", tag.getVersion());
        put("inUse", history.isInUse(tag));
        put("versions", history.versions().size());
        if (tag.getKind() == TagKind.FUNCTION) {
            put("task", tag.getTask().name().toLowerCase(Locale.ROOT));
            put("unit", tag.getUnit());
            put("classes", tag.getClasses());
            put("template", tag.getTemplate());
            put("targetMean", tag.getTargetMean());
            put("targetStandardDeviation", tag.getTargetStandardDeviation());
        } else {
            put("spelling", tag.getSpelling());
        }
        put("members", tag.getMembers().size());
        put("rows", tag.getRows());
        put("width", tag.getWidth());
        put("readRows", tag.getReadRows());
        put("deep", tag.getMembers().stream().anyMatch(member -> member.getDeep() != null));
        put("rank", tag.getRank());
        put("offsets", tag.getOffsets().size());
        put("examples", tag.getExamples());
        put("evaluation", new TreeMap<>(tag.getEvaluation()));
        put("origin", tag.getOrigin());
        put("createdAt", tag.getCreatedAt().toString());
        put("parents", tag.getParents().stream().map(TagCard::reference).toList());
        put("modelFingerprint", tag.getModelFingerprint());
        put("tokenizerFingerprint", tag.getTokenizerFingerprint());
        put("sha256", tag.getSha256());
        put("signed", tag.getSignature() != null);
    }

    void declaration(FunctionDeclaration declared) {
        facts.putIfAbsent("name", declared.getName());
        facts.putIfAbsent("kind", "function");
        facts.putIfAbsent("task", declared.getTask().name().toLowerCase(Locale.ROOT));
        facts.putIfAbsent("unit", declared.getUnit());
        facts.putIfAbsent("classes", declared.getClasses());
        facts.putIfAbsent("template", declared.getTemplate());
        put("better", declared.getBetter().name().toLowerCase(Locale.ROOT));
        put("declaredAt", declared.getDeclaredAt().toString());
        put("pinned", declared.getPinned());
        put("triesCandidatesOut", declared.getShadow());
    }

    void trial(TagVersion candidate) {
        Map<String, Object> trial = new LinkedHashMap<>();
        trial.put("sha256", candidate.getSha256());
        trial.put("createdAt", candidate.getCreatedAt().toString());
        trial.put("examples", candidate.getExamples());
        trial.put("evaluation", new TreeMap<>(candidate.getEvaluation()));
        trial.put("origin", candidate.getOrigin());
        put("onTrial", trial);
    }

    void refusal(TagCatalogue.Refusal refusal) {
        put("refused", refusal.reason());
    }

    private void put(String key, @Nullable Object value) {
        if (value != null && !value.equals("") && !value.equals(List.of()) && !value.equals(Map.of())) {
            facts.put(key, value);
        }
    }

    private static String reference(TagReference tag) {
        return "%s@%d %s".formatted(tag.getName(), tag.getVersion(), tag.getSha256());
    }

    ObjectNode json() {
        return MAPPER.valueToTree(facts);
    }

    /** Aligned, for a person. */
    List<String> lines() {
        int width = facts.keySet().stream()
                .mapToInt(key -> words(key).length())
                .max()
                .orElse(0);
        return facts.entrySet().stream()
                .map(fact -> ("%-" + width + "s  %s").formatted(words(fact.getKey()), text(fact.getValue())))
                .toList();
    }

    /** {@code targetMean} as {@code target mean}. */
    private static String words(String key) {
        return key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String text(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + text(String.valueOf(entry.getKey()), entry.getValue()))
                    .collect(Collectors.joining(", "));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        if (value instanceof Boolean truth) {
            return truth ? "yes" : "no";
        }
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%.4g", number);
        }
        return String.valueOf(value).replace("\n", "\\n");
    }

    private static String text(String key, @Nullable Object value) {
        String text = value == null ? "-" : text(value);
        return key.equals("sha256") ? TagCatalogue.brief(text) : text;
    }

    static Table rounds(List<GateVerdict> verdicts) {
        Table table = new Table(List.of(
                Column.text("endedAt", "ENDED"),
                Column.text("outcome", "OUTCOME"),
                Column.text("currentVersion", "CURRENT"),
                Column.text("candidateVersion", "CANDIDATE"),
                Column.text("currentMetrics", "CURRENT METRICS"),
                Column.text("candidateMetrics", "CANDIDATE METRICS"),
                Column.decimal("improvement", "IMPROVEMENT", 4),
                Column.decimal("improvementLow", "AT LEAST", 4),
                Column.count("heldOut", "HELD OUT"),
                Column.count("examples", "EXAMPLES"),
                Column.text("reason", "REASON")));
        for (GateVerdict verdict : verdicts) {
            table.row(Arrays.asList(
                    verdict.getEndedAt().toString(),
                    verdict.getOutcome().name(),
                    number(verdict.getCurrent()),
                    number(verdict.getCandidate()),
                    verdict.getCurrentMetrics(),
                    verdict.getCandidateMetrics(),
                    verdict.getImprovement(),
                    verdict.getImprovementLow(),
                    verdict.getHeldOut(),
                    verdict.getExamples(),
                    verdict.getReason()));
        }
        return table;
    }

    private static @Nullable Long number(@Nullable TagReference tag) {
        return tag == null ? null : tag.getVersion();
    }

    /** One round in a line, for a person. */
    static String round(GateVerdict verdict) {
        return String.format(
                Locale.ROOT,
                "round ended %s: %s, better by %.4f (at least %.4f) on %,d held-out results after %,d examples. %s",
                verdict.getEndedAt(),
                verdict.getOutcome().name().toLowerCase(Locale.ROOT),
                verdict.getImprovement(),
                verdict.getImprovementLow(),
                verdict.getHeldOut(),
                verdict.getExamples(),
                verdict.getReason());
    }
}
