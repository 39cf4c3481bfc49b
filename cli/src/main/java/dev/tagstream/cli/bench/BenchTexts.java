package dev.tagstream.cli.bench;

import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.files.Target;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.runtime.tags.SpanTokenizer;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a bench scores.
 *
 * @param compounds molecules, all of which the tokenizer has tokens for
 * @param targets proteins, likewise
 */
public record BenchTexts(List<LibraryRow> compounds, List<Target> targets) {
    private static final String MOLECULE = Domain.SMILES.name();
    private static final String PROTEIN = Domain.PROTEIN.name();

    public BenchTexts {
        compounds = List.copyOf(compounds);
        targets = List.copyOf(targets);
    }

    /** Without the molecules and proteins that the engine can't tokenise. */
    public BenchTexts tokenizable(LlamaEngine engine) {
        return new BenchTexts(
                compounds.stream()
                        .filter(row -> isTokenizable(engine, MOLECULE, row.smiles()))
                        .toList(),
                targets.stream()
                        .filter(target -> isTokenizable(engine, PROTEIN, target.residues()))
                        .toList());
    }

    private static boolean isTokenizable(LlamaEngine engine, String domain, String text) {
        try {
            engine.tokenize(domain, text);
            return true;
        } catch (UntokenizableTextException e) {
            return false;
        }
    }

    /** All texts as tokens, each tokenised once, spelled as the tags want. */
    public Tokens tokenize(LlamaEngine engine, TagSet tags) {
        SpanTokenizer tokenizer = new SpanTokenizer(engine);
        return new Tokens(
                compounds.stream()
                        .map(row -> tokenizer.tokenize(MOLECULE, row.smiles(), tags))
                        .toList(),
                targets.stream()
                        .map(target -> tokenizer.tokenize(PROTEIN, target.residues(), tags))
                        .toList());
    }

    /** The texts as tokens, in their order. */
    public record Tokens(List<SpanText> molecules, List<SpanText> proteins) {
        /** One task a function for each pair of a stretch of the plan, the functions of a pair side by side. */
        public List<ScoringTask> tasks(PairPlan plan, LongStream places, List<String> functions) {
            List<ScoringTask> tasks = new ArrayList<>();
            places.forEach(place -> {
                PairPlan.Pair pair = plan.pair(place);
                List<SpanText> spans = List.of(proteins.get(pair.target()), molecules.get(pair.compound()));
                functions.forEach(function -> tasks.add(new ScoringTask(function, spans)));
            });
            return tasks;
        }

        long truncated() {
            return proteins.stream().filter(SpanText::truncated).count()
                    + molecules.stream().filter(SpanText::truncated).count();
        }
    }
}
