package dev.tagstream.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DepictionTest {
    private final Depiction depiction = new Depiction();

    @Test
    void drawsBondsAndAtomsWithoutABackgroundOrNames() {
        String svg = depiction.svg("O=C(c1ccc(F)cc1)NCCS").orElseThrow();

        assertThat(svg)
                .startsWith("<svg ")
                .contains("<line ", "<path ", "#FF0D0D")
                .doesNotContain(" id=", " class=", "<rect", "<desc", "style");
        assertThat(svg.length()).isLessThan(8_000);
    }

    @Test
    void drawsNothingThatIsNoMoleculeOrTooLarge() {
        assertThat(List.of("", "C1CC", "<script>", "C".repeat(101), "C".repeat(100_000)))
                .allSatisfy(smiles -> assertThat(depiction.svg(smiles)).isEmpty());
        assertThat(depiction.svg("C".repeat(100))).isPresent();
    }

    @Test
    void fetchesOnlyWhatIsShown() {
        Drawings drawings = new Drawings();
        drawings.draw(List.of("CCO", "CCN", "C1CC"), 2);

        String key = drawings.drawn("CCO").orElseThrow();
        assertThat(drawings.svg(key)).hasValueSatisfying(svg -> assertThat(svg).startsWith("<svg "));
        assertThat(drawings.drawn("CCN")).isPresent();
        assertThat(drawings.drawn("CCC")).as("nobody shows it").isEmpty();
        assertThat(drawings.svg("CCO")).as("by its name alone").isEmpty();

        drawings.draw(List.of("CCO", "CCN", "C1CC", "CCCC"), 1);
        assertThat(drawings.drawn("C1CC"))
                .as("it can't be drawn, and is tried once")
                .isEmpty();
        assertThat(drawings.drawn("CCCC")).as("its turn has not come").isEmpty();
        drawings.draw(List.of("CCO", "CCN", "C1CC", "CCCC"), 1);
        assertThat(drawings.drawn("CCCC")).isPresent();
    }

    @Test
    void letsGoOfWhatIsNoLongerShownOnceThereAreMany() {
        Drawings drawings = new Drawings();
        List<String> many =
                IntStream.rangeClosed(1, 1_001).mapToObj(i -> "[" + i + "*]").toList();
        drawings.draw(List.of("CCO"), 1);
        drawings.draw(many, 1_001);

        assertThat(drawings.drawn("CCO")).isEmpty();
    }
}
