package dev.tagstream.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.common.molecule.RandomSpellings;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.engine.SpanCacheBounds;
import dev.tagstream.runtime.tags.SpanTokenizer;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.Spelling;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanData;
import dev.tagstream.tags.prompt.SpanText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sixty molecules in six spellings each, on the embedded model whose tag for molecules wants one. */
class OneSpellingTest {
    private static final int MOLECULES = 60;
    private static final int SPELLINGS = 6;
    private static final String FUNCTION = "BindingAffinity";
    private static final SpanData PROTEIN = new SpanData("Protein", "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRV");

    /** Of the label's standard deviation. */
    private static final double AGREEMENT = 1e-5;

    private record Written(int molecule, ScoringTask task) {}

    @ParameterizedTest
    @CsvSource({"360, 1073741824", "7, 300000", "1, 1073741824"})
    void aMoleculeHasOneValueHoweverItIsWrittenAndBatched(int batch, long cacheBytes) throws IOException {
        ModelOptions model = new ModelOptions();
        EngineOptions options = new EngineOptions(
                "cpu",
                EngineOptions.DEFAULT.dtype(),
                SpanCacheBounds.each(cacheBytes),
                EngineOptions.BY_DEVICE,
                Map.of());
        try (LlamaEngine engine = LlamaEngine.open(model.folder(), options)) {
            TagSet embedded = model.tags(engine).orElseThrow().tags();
            DomainTag molecules = embedded.domain("SMILES").orElseThrow();
            TagSet tags = embedded.with(new DomainTag(molecules.id(), molecules.rows(), Spelling.CANONICAL_1));
            List<Written> all = written(new SpanTokenizer(engine), tags);

            assertThat(all.stream().map(Written::task).distinct()).as("texts").hasSize(MOLECULES);

            Map<Integer, List<Double>> values = new HashMap<>();
            for (int from = 0; from < all.size(); from += batch) {
                List<Written> some = all.subList(from, Math.min(all.size(), from + batch));
                List<Score> scores =
                        engine.score(some.stream().map(Written::task).toList(), tags);
                for (int i = 0; i < some.size(); i++) {
                    values.computeIfAbsent(some.get(i).molecule(), any -> new ArrayList<>())
                            .add(scores.get(i).value());
                }
            }
            double bound = AGREEMENT * embedded.function(FUNCTION).orElseThrow().targetStandardDeviation();
            assertThat(values).hasSize(MOLECULES).allSatisfy((molecule, ofOne) -> assertThat(
                            Collections.max(ofOne) - Collections.min(ofOne))
                    .isLessThan(bound));
            assertThat(values.values().stream().map(ofOne -> ofOne.get(0)).distinct())
                    .hasSizeGreaterThan(MOLECULES / 2);
        }
    }

    private static List<Written> written(SpanTokenizer tokenizer, TagSet tags) throws IOException {
        Random random = new Random(1);
        SpanText protein = tokenizer.tokenize(PROTEIN.domain(), PROTEIN.text(), tags);
        List<Written> all = new ArrayList<>();
        List<String> molecules = molecules();
        for (int m = 0; m < molecules.size(); m++) {
            int molecule = m;
            Stream.concat(Stream.of(molecules.get(m)), RandomSpellings.of(molecules.get(m), SPELLINGS - 1, random))
                    .map(smiles -> tokenizer.tokenize("SMILES", smiles, tags))
                    .map(span -> new Written(molecule, new ScoringTask(FUNCTION, List.of(protein, span))))
                    .forEach(all::add);
        }
        Collections.shuffle(all, random);
        return all;
    }

    private static List<String> molecules() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(OneSpellingTest.class.getResourceAsStream("/examples/library.smi")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .limit(MOLECULES)
                    .map(line -> line.split("\\s")[0])
                    .toList();
        }
    }
}
