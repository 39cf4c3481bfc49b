package dev.tagstream.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagFiles;
import dev.tagstream.tags.TagSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRandomCommandTest {
    private static final String[] SMALL = {"--hidden", "64", "--layers", "2", "--head-dim", "16", "--kv-heads", "2"};

    @TempDir
    Path folder;

    private final CommandRun run = new CommandRun();

    @Test
    void writesAModelThatTheEngineScoresWith() {
        Path model = folder.resolve("new").resolve("model");
        assertThat(random(model, "--function", "Affinity,Toxicity", "--tag-rows", "3"))
                .isEqualTo(ExitCode.DONE);
        assertThat(run.out()).isEqualTo("Wrote %s: 135,872 weights in bfloat16.\n".formatted(model));
        TagFiles files = TagFiles.read(model);
        assertThat(files.functions()).extracting(tag -> tag.id().name()).containsExactly("Affinity", "Toxicity");
        try (LlamaEngine engine = LlamaEngine.open(model, EngineOptions.DEFAULT)) {
            List<ScoringTask> tasks = Stream.of("CCO", "c1ccccc1")
                    .map(smiles -> new ScoringTask(
                            "Toxicity", List.of(engine.tokenize("Protein", "MKV"), engine.tokenize("SMILES", smiles))))
                    .toList();
            assertThat(engine.score(tasks, tags(files)))
                    .extracting(Score::value)
                    .allMatch(Double::isFinite)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void makesTheSameModelFromTheSameSeed() throws IOException {
        random(folder.resolve("a"), "--seed", "5");
        random(folder.resolve("b"), "--seed", "5");
        random(folder.resolve("c"), "--seed", "6");
        assertThat(fingerprint("a")).isEqualTo(fingerprint("b")).isNotEqualTo(fingerprint("c"));
        try (Stream<Path> files = Files.list(folder.resolve("a"))) {
            assertThat(files.toList()).hasSize(7).allSatisfy(file -> assertThat(file)
                    .hasSameBinaryContentAs(folder.resolve("b").resolve(file.getFileName())));
        }
    }

    @Test
    void refusesAFolderInUseAndSizesThatDoNotFit() throws IOException {
        Files.createFile(folder.resolve("something"));
        assertThat(random(folder)).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).isEqualTo("tagstream: %s is not empty; name a new folder.\n".formatted(folder));
        assertThat(random(folder.resolve("something"))).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("something is a file; name a folder.");
        assertThat(random(folder.resolve("x"), "--heads", "3")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .isEqualTo("tagstream: config.json: num_attention_heads 3 is no multiple of num_key_value_heads 2\n");
        assertThat(random(folder.resolve("x"), "--tag-rows", "0")).isEqualTo(ExitCode.FAILED);
        assertThat(random(folder.resolve("x"), "--dtype", "int8")).isEqualTo(ExitCode.FAILED);
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private int random(Path target, String... more) {
        return run.execute(Stream.of(new String[] {"model", "random", target.toString()}, SMALL, more)
                .flatMap(Arrays::stream)
                .toArray(String[]::new));
    }

    private String fingerprint(String name) {
        try (LlamaEngine engine = LlamaEngine.open(folder.resolve(name), EngineOptions.DEFAULT)) {
            return engine.modelFingerprint();
        }
    }

    private static TagSet tags(TagFiles files) {
        TagSet tags = TagSet.EMPTY;
        for (DomainTag tag : files.domains()) {
            tags = tags.with(tag);
        }
        for (FunctionTag tag : files.functions()) {
            tags = tags.with(tag);
        }
        return tags;
    }
}
