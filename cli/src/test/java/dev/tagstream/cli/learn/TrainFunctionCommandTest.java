package dev.tagstream.cli.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.options.TrainedTags;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.files.RowProblem;
import dev.tagstream.client.files.RowReason;
import dev.tagstream.client.tags.TagFile;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagReading;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LlamaLearner;
import dev.tagstream.model.learn.Metrics;
import dev.tagstream.model.learn.Slices;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainFunctionCommandTest {
    @TempDir
    Path folder;

    private final CommandRun run = new CommandRun();

    /** What chose the tag would praise it: it is judged by rows that have done nothing else. */
    @Test
    void whatTheTagSaysOfItselfIsOfRowsThatChoseNothing() throws IOException {
        Path data = folder.resolve("chains.csv");
        List<String> rows = new ArrayList<>(List.of("smiles,value"));
        for (int i = 0; i < 200; i++) {
            rows.add("%s,%d".formatted("C".repeat(1 + i % 20) + "O".repeat(1 + i / 20), i % 20 - i / 20));
        }
        Files.write(data, rows);
        Path out = folder.resolve("chain.avro");

        assertThat(run.execute(
                        "train",
                        "function",
                        "Chain",
                        "--data",
                        data.toString(),
                        "--out",
                        out.toString(),
                        "--epochs",
                        "1",
                        "--batch",
                        "32",
                        "--rows",
                        "2"))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);

        TagVersion version = TagFile.read(out);
        try (LlamaEngine engine = new ModelOptions().open()) {
            Slices slices = Slices.of(read(engine, data, List.of(), Optional.empty(), new ArrayList<>()), 0.1);
            TagSet domains = TrainedTags.of(new ModelOptions().folder(), engine)
                    .orElseThrow()
                    .tags();
            TagReading.AcceptedFunction tag = (TagReading.AcceptedFunction) TagCodec.fromWire(
                    version, engine.modelFingerprint(), engine.tokenizerFingerprint(), engine.width(), engine.layers());

            assertThat(version.getExamples()).isEqualTo(slices.learned().size());
            assertThat(version.getEvaluation().get("mse"))
                    .isCloseTo(mse(engine, tag, domains, slices.heldOut()), within(1e-3));
            assertThat(run.out())
                    .contains(
                            "on %d held-out rows mae".formatted(slices.heldOut().size()));
        }
    }

    private static double mse(
            LlamaEngine engine, TagReading.AcceptedFunction tag, TagSet domains, List<LabelledTask> heldOut) {
        return Metrics.of(Task.REGRESSION, LlamaLearner.over(engine).predict(tag.tag(), domains, heldOut), heldOut)
                .get("mse");
    }

    /** As exports of ChEMBL and others write them; read as exact, each bound would be a value that nobody measured. */
    @Test
    void readsRelationsAsFeedbackDoes() throws IOException {
        Path data = Files.writeString(
                folder.resolve("relations.csv"),
                "smiles,value,sign\nC,5,'>'\nC,6,\u2265\nC,<=7,\nC,8,~\nC,9,?\nC,<5,>\nC,5,=\n");
        List<RowProblem> problems = new ArrayList<>();
        try (LlamaEngine engine = new ModelOptions().open()) {
            assertThat(read(engine, data, List.of(), Optional.of("sign"), problems))
                    .extracting(LabelledTask::bound)
                    .containsExactly(
                            LabelledTask.Bound.ABOVE,
                            LabelledTask.Bound.ABOVE,
                            LabelledTask.Bound.BELOW,
                            LabelledTask.Bound.EXACT,
                            LabelledTask.Bound.EXACT);
        }
        assertThat(problems)
                .extracting(RowProblem::reason)
                .containsExactly(RowReason.BAD_RELATION, RowReason.BAD_RELATION);
    }

    @Test
    void readsClassesByNameAndByNumberAndNoneBesideARelation() throws IOException {
        Path data = Files.writeString(
                folder.resolve("classes.csv"), "smiles,value,sign\nC,few,\nC,1,=\nC,1.0,\nC,2,\nC,some,\nC,many,>\n");
        List<RowProblem> problems = new ArrayList<>();
        try (LlamaEngine engine = new ModelOptions().open()) {
            assertThat(read(engine, data, List.of("few", "many"), Optional.of("sign"), problems))
                    .extracting(LabelledTask::label)
                    .containsExactly(0.0, 1.0, 1.0);
        }
        assertThat(problems)
                .extracting(RowProblem::reason)
                .containsExactly(RowReason.BAD_VALUE, RowReason.BAD_VALUE, RowReason.BAD_RELATION);
    }

    @Test
    void refusesASpanThatThePromptDoesNotName() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "smiles,protein,value\nC,MK,1\n");

        assertThat(run.execute(
                        "train",
                        "function",
                        "Size",
                        "--data",
                        data.toString(),
                        "--out",
                        folder.resolve("size.avro").toString(),
                        "--span",
                        "SMILES=smiles",
                        "--span",
                        "Protein=protein",
                        "--template",
                        "{bos}{SMILES}{function}"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("--span gives [Protein, SMILES] and --template asks for [SMILES]");
    }

    private static List<LabelledTask> read(
            LlamaEngine engine, Path data, List<String> classes, Optional<String> relation, List<RowProblem> problems) {
        return new LabelledFile(engine, TagSet.EMPTY, "Chain", List.of(new SpanColumn("SMILES", "smiles")), classes)
                .read(data, "value", relation, problems::add);
    }
}
