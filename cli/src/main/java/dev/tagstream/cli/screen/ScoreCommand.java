package dev.tagstream.cli.screen;

import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.options.TrainedTags;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.files.CsvTable;
import dev.tagstream.client.files.FastaReader;
import dev.tagstream.client.files.PairRow;
import dev.tagstream.client.files.PairsReader;
import dev.tagstream.client.files.SkippedRows;
import dev.tagstream.client.files.Target;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.runtime.tags.TagBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagstream score}: scores a file of pairs with the same engine and the same checks, without Kafka. */
@Command(
        name = "score",
        description = {
            "Score a file of pairs here and now, without Kafka: the same engine and the same checks as a processor's.",
            "Rows that can't be scored are reported by line and left out."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "  tagstream score pairs.csv --out scores.csv",
            "  tagstream score pairs.csv --targets kinases.fasta --model /models/llama-7b --device cuda:0 --out scores.csv"
        })
public final class ScoreCommand implements Callable<Integer> {
    /** Enough pairs that those with one protein meet, few enough that progress shows. */
    private static final int BATCH = 512;

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "PAIRS.csv",
            description = "Columns smiles and protein (or target with --targets), id if there is one; also .gz.")
    Path pairs;

    @Option(names = "--out", paramLabel = "FILE.csv", required = true, description = "Takes the predictions.")
    Path out;

    @Option(names = "--targets", paramLabel = "FASTA", description = "Proteins that the pairs name by id.")
    Optional<Path> targets = Optional.empty();

    @Option(
            names = "--function",
            paramLabel = "NAME",
            defaultValue = "BindingAffinity",
            split = ",",
            description = "Function tags to score with, several with commas. Default: ${DEFAULT-VALUE}.")
    List<String> functions = List.of("BindingAffinity");

    @Mixin
    ModelOptions model;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine());
        CsvTable.checkPlace(out);
        Map<String, Target> proteins = targets.map(FastaReader::read).orElse(List.of()).stream()
                .collect(Collectors.toMap(Target::id, Function.identity()));
        SkippedRows skipped = new SkippedRows();
        try (PairsReader reader = PairsReader.open(pairs, proteins, skipped::add);
                LlamaEngine engine = model.open();
                CsvTable table = CsvTable.create(out, PairScoring.HEADER);
                ProgressMeter meter = terminal.meter("scoring", "pairs", -1)) {
            TagBundle tags = TrainedTags.with(functions, model.folder(), engine);
            PairScoring scoring = new PairScoring(engine, tags, functions, table, terminal::note);
            for (PairRow row = reader.next(); row != null; row = reader.next()) {
                scoring.add(row);
                if (scoring.waiting() >= BATCH) {
                    scoring.score();
                    meter.done(scoring.scored());
                }
            }
            scoring.score();
            meter.done(scoring.scored());
            table.commit();
            return report(terminal, scoring, skipped);
        }
    }

    private int report(Terminal terminal, PairScoring scoring, SkippedRows skipped) {
        skipped.lines().forEach(terminal::note);
        terminal.print("Scored %,d, rejected %,d, skipped %,d."
                .formatted(scoring.scored(), scoring.rejected(), skipped.count()));
        terminal.note("Wrote %s.".formatted(out));
        return scoring.scored() > 0 || scoring.rejected() + skipped.count() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
