package dev.tagstream.cli.bench;

import dev.tagstream.client.files.CsvTable;
import java.nio.file.Path;
import java.util.List;

/** The values of a run as a CSV with ids, so that other programs' values can be laid beside them. */
public final class ScoresFile {
    private ScoresFile() {}

    public static void write(Path file, EngineBench bench, EngineRun run) {
        List<String> functions = bench.setup().functions();
        try (CsvTable table = CsvTable.create(file, List.of("compound_id", "target_id", "function", "value"))) {
            for (int i = 0; i < run.values().length; i++) {
                PairPlan.Pair pair = bench.plan().pair(i / functions.size());
                table.row(List.of(
                        bench.texts().compounds().get(pair.compound()).id(),
                        bench.texts().targets().get(pair.target()).id(),
                        functions.get(i % functions.size()),
                        run.values()[i]));
            }
            table.commit();
        }
    }
}
