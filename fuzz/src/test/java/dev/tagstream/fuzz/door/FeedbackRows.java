package dev.tagstream.fuzz.door;

import dev.tagstream.client.feedback.FeedbackJudge;
import dev.tagstream.client.feedback.RefusedRowException;
import dev.tagstream.client.files.AssayReader;
import dev.tagstream.client.files.AssayRow;
import dev.tagstream.client.files.RowProblem;
import dev.tagstream.client.tags.FunctionCatalogue;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.TagTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows of measured values on their way through `tagstream feedback`, up to the bytes it would send. */
public final class FeedbackRows {
    private final FunctionCatalogue functions = new FunctionCatalogue(
            Map.of(
                    "BindingAffinity",
                    declaration("BindingAffinity", TagTask.REGRESSION, "pKi", List.of()),
                    "Toxicity",
                    declaration("Toxicity", TagTask.CLASSIFICATION, "class", List.of("no", "yes"))),
            new TagCatalogue());

    private static FunctionDeclaration declaration(String name, TagTask task, String unit, List<String> classes) {
        return FunctionDeclaration.newBuilder()
                .setName(name)
                .setTask(task)
                .setUnit(unit)
                .setClasses(classes)
                .setTemplate("{bos}{Protein}\n{SMILES}\n{function}")
                .setDeclaredAt(Instant.EPOCH)
                .build();
    }

    public void readAll(Path path, Consumer<RowProblem> problems) {
        FeedbackJudge judge = new FeedbackJudge(
                functions,
                Map.of(),
                new FeedbackJudge.Defaults(
                        Optional.of("BindingAffinity"),
                        Optional.empty(),
                        Optional.of("a test"),
                        "a file",
                        Instant.EPOCH));
        try (AssayReader reader = AssayReader.open(path, Map.of(), problems)) {
            for (AssayRow row = reader.next(); row != null; row = reader.next()) {
                judge(judge, path, row, problems);
            }
        }
    }

    private static void judge(FeedbackJudge judge, Path path, AssayRow row, Consumer<RowProblem> problems) {
        try {
            judge.judge(row).result().toByteBuffer();
        } catch (RefusedRowException e) {
            problems.accept(new RowProblem(path.toString(), row.line(), e.reason(), e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
