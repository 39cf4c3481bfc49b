package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.schemas.Better;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What people decided about functions, for a person. */
final class DecisionTables {
    private DecisionTables() {}

    static Table table(FunctionDeclaration declared) {
        return new Table(List.of(
                        Column.text("name", "FUNCTION"),
                        Column.text("task", "TASK"),
                        Column.text("unit", "UNIT"),
                        Column.text("classes", "CLASSES"),
                        Column.text("better", "BETTER"),
                        Column.text("domains", "DOMAINS"),
                        Column.text("template", "TEMPLATE"),
                        Column.text("pinned", "PINNED"),
                        Column.text("shadow", "SHADOW")))
                .row(Arrays.asList(
                        declared.getName(),
                        declared.getTask().name().toLowerCase(Locale.ROOT),
                        declared.getUnit(),
                        declared.getClasses().isEmpty() ? null : String.join(", ", declared.getClasses()),
                        declared.getBetter() == Better.UNSAID
                                ? null
                                : declared.getBetter().name().toLowerCase(Locale.ROOT),
                        String.join(
                                ", ",
                                PromptTemplate.parse(declared.getTemplate()).domains()),
                        declared.getTemplate().replace("\n", "\\n"),
                        declared.getPinned(),
                        declared.getShadow()));
    }

    static Table trial(String state, TagVersion candidate) {
        return new Table(List.of(
                        Column.text("name", "FUNCTION"),
                        Column.text("trial", "TRIAL"),
                        Column.text("sha256", "SHA-256"),
                        Column.text("createdAt", "CREATED"),
                        Column.text("evaluation", "EVALUATION"),
                        Column.text("origin", "ORIGIN")))
                .row(List.of(
                        candidate.getName(),
                        state,
                        candidate.getSha256(),
                        candidate.getCreatedAt().toString(),
                        TagTables.metrics(candidate.getEvaluation()),
                        candidate.getOrigin()));
    }
}
