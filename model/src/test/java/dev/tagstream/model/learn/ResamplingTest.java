package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    private static LabelledTask example(SpanText... spans) {
        return new LabelledTask(new ScoringTask("f", List.of(spans)), 0, LabelledTask.Bound.EXACT);
    }

    private static SpanText span(String domain, int id) {
        return new SpanText(domain, new int[] {id}, false);
    }

    private static List<int[]> draws(Resampling resampling, int number) {
        SplittableRandom random = new SplittableRandom(1);
        List<int[]> draws = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int[] counts = new int[resampling.examples()];
            resampling.draw(random, counts);
            draws.add(counts);
        }
        return draws;
    }

    @Test
    void examplesThatShareNothingAreDrawnThemselves() {
        Resampling resampling = Resampling.ofShared(
                IntStream.range(0, 50).mapToObj(i -> example(span("SMILES", i))).toList(), span -> span);

        assertThat(resampling.domains()).isEmpty();
        assertThat(draws(resampling, 20))
                .allSatisfy(counts -> assertThat(IntStream.of(counts).sum()).isEqualTo(50));
        assertThat(draws(resampling, 3)).usingRecursiveComparison().isEqualTo(draws(Resampling.ofExamples(50), 3));
    }

    @Test
    void examplesOfOneMoleculeAreDrawnTogether() {
        Resampling resampling = Resampling.ofShared(
                IntStream.range(0, 60)
                        .mapToObj(i -> example(span("SMILES", i % 20)))
                        .toList(),
                span -> span);

        assertThat(resampling.domains()).containsExactly("SMILES");
        assertThat(draws(resampling, 20)).allSatisfy(counts -> {
            for (int i = 20; i < 60; i++) {
                assertThat(counts[i]).isEqualTo(counts[i % 20]);
            }
        });
    }

    /** Two factors that vary by 1 about 1 make a product that varies by 3. */
    @Test
    void anExampleCountsAsOftenAsItsMoleculeTimesItsProtein() {
        List<LabelledTask> grid = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            grid.add(example(span("Protein", i / 30), span("SMILES", i % 30)));
        }
        Resampling resampling = Resampling.ofShared(grid, span -> span);

        assertThat(resampling.domains()).containsExactly("Protein", "SMILES");
        double mean = 0;
        double variance = 0;
        for (int[] counts : draws(resampling, 400)) {
            assertThat(counts[0] * counts[31]).isEqualTo(counts[1] * counts[30]);
            for (int count : counts) {
                mean += count / (400.0 * 900);
                variance += (count - 1) * (count - 1) / (400.0 * 900);
            }
        }
        assertThat(mean).isCloseTo(1, within(1e-9));
        assertThat(variance).isBetween(2.6, 3.1);
    }

    @Test
    void twoWaysOfWritingAreOneMolecule() {
        List<LabelledTask> examples =
                IntStream.range(0, 40).mapToObj(i -> example(span("SMILES", i))).toList();

        assertThat(Resampling.ofShared(examples, span -> span.ids()[0] / 2).domains())
                .containsExactly("SMILES");
    }

    @Test
    void aDomainWhoseDataStandOnceEachIsNotDrawn() {
        List<LabelledTask> examples = IntStream.range(0, 40)
                .mapToObj(i -> example(span("Protein", i % 4), span("SMILES", i)))
                .toList();

        assertThat(Resampling.ofShared(examples, span -> span).domains()).containsExactly("Protein");
    }

    @Test
    void twiceInOneExampleIsNotShared() {
        List<LabelledTask> examples = IntStream.range(0, 40)
                .mapToObj(i -> example(span("SMILES", i), span("SMILES", i)))
                .toList();

        assertThat(Resampling.ofShared(examples, span -> span).domains()).isEmpty();
    }
}
