package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.LibraryRow;
import dev.tagstream.cli.io.Target;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.prompt.SpanText;
import dev.tagstream.model.tag.TagSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The engine without a stream before it: tokenised tasks, in batches as large as a processor's. */
final class BareEngine {
    private static final int BATCH_TOKENS = 131_072;

    private final Scorer scorer;
    private final TagSet tags;
    private final String function;

    BareEngine(Scorer scorer, TagSet tags, String function) {
        this.scorer = scorer;
        this.tags = tags;
        this.function = function;
    }

    double pairsPerSecond(BenchWorkload workload) {
        List<List<ScoringTask>> batches = batches(workload);
        long start = System.nanoTime();
        long pairs = 0;
        for (List<ScoringTask> batch : batches) {
            pairs += scorer.score(batch, tags).size();
        }
        return pairs / ((System.nanoTime() - start) / 1e9);
    }

    private List<List<ScoringTask>> batches(BenchWorkload workload) {
        Map<Target, SpanText> proteins = new HashMap<>();
        List<List<ScoringTask>> batches = new ArrayList<>();
        List<ScoringTask> batch = new ArrayList<>();
        int tokens = 0;
        for (LibraryRow row : workload.compounds()) {
            SpanText molecule = scorer.tokenize(ScreenCommand.MOLECULE_DOMAIN, row.smiles());
            for (Target target : workload.targets()) {
                SpanText protein = proteins.computeIfAbsent(
                        target, any -> scorer.tokenize(ScreenCommand.PROTEIN_DOMAIN, target.residues()));
                ScoringTask task = new ScoringTask(function, List.of(protein, molecule));
                if (tokens + task.dataTokens() > BATCH_TOKENS) {
                    batches.add(grouped(batch));
                    batch = new ArrayList<>();
                    tokens = 0;
                }
                batch.add(task);
                tokens += task.dataTokens();
            }
        }
        batches.add(grouped(batch));
        return batches;
    }

    /** Pairs with the same protein side by side, as a processor orders its batches. */
    private static List<ScoringTask> grouped(List<ScoringTask> batch) {
        return batch.stream()
                .sorted(Comparator.comparing(
                                (ScoringTask task) -> task.spans().get(0).ids(), java.util.Arrays::compare)
                        .thenComparingInt(ScoringTask::dataTokens))
                .toList();
    }
}
