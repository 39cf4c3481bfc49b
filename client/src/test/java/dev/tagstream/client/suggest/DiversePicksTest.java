package dev.tagstream.client.suggest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.client.suggest.DiversePicks.Candidate;
import dev.tagstream.client.suggest.DiversePicks.Pick;
import dev.tagstream.client.suggest.DiversePicks.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiversePicksTest {
    private static final String BENZENE_ACID = "O=C(O)c1ccccc1CCC";
    private static final String BENZENE_ACID_LONGER = "O=C(O)c1ccccc1CCCC";
    private static final String SUGAR = "OCC1OC(O)C(O)C(O)C1O";

    private final Fingerprints fingerprints = new Fingerprints();

    @Test
    void passesOverATwinOfWhatWasPicked() {
        List<Candidate<String>> candidates = List.of(
                candidate("acid", 1.0, BENZENE_ACID),
                candidate("twin", 0.99, BENZENE_ACID_LONGER),
                candidate("sugar", 0.6, SUGAR),
                candidate("worthless", 0.0, "CCCCCCCC"));
        assertThat(items(DiversePicks.choose(candidates, List.of(), 2, 0))).containsExactly("acid", "twin");
        assertThat(items(DiversePicks.choose(candidates, List.of(), 3, 0.5))).containsExactly("acid", "sugar", "twin");
    }

    @Test
    void startsAwayFromWhatIsKnown() {
        List<Candidate<String>> candidates = List.of(
                candidate("acid", 1.0, BENZENE_ACID), candidate("sugar", 0.9, SUGAR), candidate("low", 0, "CC"));
        List<Place> known = List.of(place("", BENZENE_ACID));
        assertThat(items(DiversePicks.choose(candidates, known, 1, 0.3))).containsExactly("sugar");
        assertThat(items(DiversePicks.choose(candidates, List.of(), 1, 0.3))).containsExactly("acid");
    }

    @Test
    void countsTheSameMoleculeAtAnotherTargetAsHalfAsNear() {
        Place place = place("A", SUGAR);
        assertThat(place.distance(place("A", SUGAR))).isZero();
        assertThat(place.distance(place("B", SUGAR))).isCloseTo(0.5, within(1e-9));
        assertThat(place.distance(place("A", "no molecule"))).isEqualTo(1);
    }

    @Test
    void picksNoMoreThanThereIsAndInOrderWhereAllAreEqual() {
        List<Candidate<String>> candidates = List.of(candidate("a", 1, "CCO"), candidate("b", 1, "CCO"));
        List<Pick<String>> picks = DiversePicks.choose(candidates, List.of(), 9, 0.3);
        assertThat(items(picks)).containsExactly("a", "b");
        assertThat(picks.get(0).novelty()).isEqualTo(1);
        assertThat(picks.get(1).novelty()).isZero();
        assertThat(DiversePicks.<String>choose(List.of(), List.of(), 9, 0.3)).isEmpty();
    }

    private Candidate<String> candidate(String name, double worth, String smiles) {
        return new Candidate<>(name, worth, place("", smiles));
    }

    private Place place(String target, String smiles) {
        return new Place(target, fingerprints.of(smiles));
    }

    private static List<String> items(List<Pick<String>> picks) {
        return picks.stream().map(Pick::item).toList();
    }
}
