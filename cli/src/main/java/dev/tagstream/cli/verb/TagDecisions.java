package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.Table;
import dev.tagstream.cli.io.Table.Column;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What people decide about functions: writes declarations, and shows what was decided. */
final class TagDecisions {
    private final KafkaConnection connection;

    TagDecisions(KafkaConnection connection) {
        this.connection = connection;
    }

    /** Puts a declaration in force, dated now. */
    FunctionDeclaration declare(FunctionDeclaration.Builder declaration) {
        FunctionDeclaration decided = declaration
                .setDeclaredAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
        String topic = connection.topics().functions().name();
        try (RecordSender<FunctionDeclaration> sender = new RecordSender<>(connection, topic)) {
            sender.send(decided.getName(), decided);
            sender.flush();
        }
        return decided;
    }

    /** Keeps a version in use whatever is learned, or lets learning go on where it is null. */
    FunctionDeclaration pin(FunctionCatalogue functions, String name, @Nullable Long version) {
        FunctionDeclaration.Builder declaration = functions
                .declaration(name)
                .map(FunctionDeclaration::newBuilder)
                .or(() -> functions.tags().function(name).map(TagDecisions::asItIs))
                .orElseThrow(() -> new VerbFailedException(functions.unknown(name)));
        return declare(declaration.setPinned(version));
    }

    /** The declaration that a function tag without one implies. */
    private static FunctionDeclaration.Builder asItIs(TagVersion tag) {
        return FunctionDeclaration.newBuilder()
                .setName(tag.getName())
                .setTask(tag.getTask())
                .setUnit(String.valueOf(tag.getUnit()))
                .setClasses(tag.getClasses())
                .setTemplate(String.valueOf(tag.getTemplate()));
    }

    static Table table(FunctionDeclaration declared) {
        return new Table(List.of(
                        Column.text("name", "FUNCTION"),
                        Column.text("task", "TASK"),
                        Column.text("unit", "UNIT"),
                        Column.text("classes", "CLASSES"),
                        Column.text("domains", "DOMAINS"),
                        Column.text("template", "TEMPLATE"),
                        Column.text("pinned", "PINNED"),
                        Column.text("shadow", "SHADOW")))
                .row(Arrays.asList(
                        declared.getName(),
                        declared.getTask().name().toLowerCase(Locale.ROOT),
                        declared.getUnit(),
                        declared.getClasses().isEmpty() ? null : String.join(", ", declared.getClasses()),
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
