package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.client.tags.FunctionCatalogue;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.client.tags.TagHistory;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tag versions as tables. */
final class TagTables {
    private final int hashLength;

    private TagTables(int hashLength) {
        this.hashLength = hashLength;
    }

    /** Hashes in full for JSON, the start of them for a person. */
    static TagTables of(boolean json) {
        return new TagTables(json ? Integer.MAX_VALUE : TagCatalogue.BRIEF);
    }

    /**
     * Tags in use, then functions that were declared and have none, then what is refused and has neither.
     *
     * @param trials candidates on trial, by name
     */
    Table inUse(FunctionCatalogue functions, Map<String, TagVersion> trials) {
        Table table = new Table(List.of(
                Column.text("name", "NAME"),
                Column.text("kind", "KIND"),
                Column.count("version", "VERSION"),
                Column.text("unit", "UNIT"),
                Column.count("rows", "ROWS"),
                Column.text("modelFingerprint", "MODEL"),
                Column.text("sha256", "SHA-256"),
                Column.text("createdAt", "CREATED"),
                Column.count("examples", "EXAMPLES"),
                Column.text("evaluation", "EVALUATION"),
                Column.text("pinned", "PINNED"),
                Column.text("shadow", "SHADOW"),
                Column.text("refused", "REFUSED")));
        for (TagVersion tag : functions.tags().all()) {
            table.row(Arrays.asList(
                    tag.getName(),
                    tag.getKind().name().toLowerCase(Locale.ROOT),
                    tag.getVersion(),
                    tag.getUnit(),
                    tag.getRows(),
                    first(tag.getModelFingerprint()),
                    first(tag.getSha256()),
                    tag.getCreatedAt().toString(),
                    tag.getExamples(),
                    metrics(tag.getEvaluation()),
                    functions
                            .declaration(tag.getName())
                            .map(it -> it.getPinned())
                            .orElse(null),
                    trial(trials, tag.getName()),
                    refused(functions.tags(), tag.getKind(), tag.getName())));
        }
        for (FunctionDeclaration declared : functions.declarations().values()) {
            if (functions.tags().function(declared.getName()).isEmpty()) {
                table.row(withoutTag(
                        TagKind.FUNCTION,
                        declared.getName(),
                        declared.getUnit(),
                        declared.getPinned(),
                        trial(trials, declared.getName()),
                        functions.tags()));
            }
        }
        for (TagCatalogue.Refusal refusal : functions.tags().refusals()) {
            if (functions.tags().find(refusal.kind(), refusal.name()).isEmpty()
                    && functions.declaration(refusal.name()).isEmpty()) {
                table.row(withoutTag(refusal.kind(), refusal.name(), null, null, null, functions.tags()));
            }
        }
        return table;
    }

    private static List<@Nullable Object> withoutTag(
            TagKind kind,
            String name,
            @Nullable String unit,
            @Nullable Long pinned,
            @Nullable String trial,
            TagCatalogue tags) {
        return Arrays.asList(
                name,
                kind.name().toLowerCase(Locale.ROOT),
                null,
                unit,
                null,
                null,
                null,
                null,
                null,
                null,
                pinned,
                trial,
                refused(tags, kind, name));
    }

    private static @Nullable String refused(TagCatalogue tags, TagKind kind, String name) {
        return tags.refusal(kind, name)
                .map(refusal -> refusal.version() == null ? "unreadable" : "version " + refusal.version())
                .orElse(null);
    }

    private @Nullable String trial(Map<String, TagVersion> trials, String name) {
        TagVersion candidate = trials.get(name);
        return candidate == null ? null : first(candidate.getSha256());
    }

    /** Versions that were published just now. */
    Table published(List<TagVersion> versions) {
        TagCatalogue only = new TagCatalogue();
        versions.forEach(only::put);
        return inUse(new FunctionCatalogue(Map.of(), only), Map.of());
    }

    Table history(TagHistory history) {
        Table table = new Table(List.of(
                Column.count("version", "VERSION"),
                Column.text("inUse", "IN USE"),
                Column.text("createdAt", "CREATED"),
                Column.count("examples", "EXAMPLES"),
                Column.text("evaluation", "EVALUATION"),
                Column.text("origin", "ORIGIN"),
                Column.text("sha256", "SHA-256")));
        for (TagVersion version : history.versions()) {
            table.row(Arrays.asList(
                    version.getVersion(),
                    history.isInUse(version) ? "yes" : "no",
                    version.getCreatedAt().toString(),
                    version.getExamples(),
                    metrics(version.getEvaluation()),
                    version.getOrigin(),
                    first(version.getSha256())));
        }
        return table;
    }

    /** For instance {@code mse 0.812, r2 0.172}. */
    static String metrics(Map<String, Double> metrics) {
        return new TreeMap<>(metrics)
                .entrySet().stream()
                        .map(metric -> String.format(Locale.ROOT, "%s %.3f", metric.getKey(), metric.getValue()))
                        .collect(Collectors.joining(", "));
    }

    String first(String text) {
        return text.substring(0, Math.min(hashLength, text.length()));
    }
}
