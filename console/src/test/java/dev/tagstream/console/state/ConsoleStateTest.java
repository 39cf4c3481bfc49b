package dev.tagstream.console.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.LiveAccuracy;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsoleStateTest {
    private static final long NOW = 1_800_000_000_000L;

    private final ConsoleState state = new ConsoleState();

    @Test
    void countsEachOutcomeOnce() {
        state.add(ConsoleRecords.request("one", 3L, "A", "Affinity", "Size"), NOW, NOW);
        state.add(ConsoleRecords.request("one", 3L, "B", "Affinity", "Size"), NOW, NOW);
        state.add(ConsoleRecords.prediction("one", "A", "ABL1", "Affinity", 7, "CCO"), NOW, NOW);
        state.add(ConsoleRecords.rejection("one", "SMILES_UNPARSEABLE", 102, "no"), NOW, NOW);

        LibraryStats library = state.libraries().get("one");
        assertThat(library.asked()).isEqualTo(4);
        assertThat(library.predicted()).isEqualTo(1);
        assertThat(library.rejected()).isEqualTo(1);
        assertThat(library.pending()).isEqualTo(2);
        assertThat(library.total()).as("a third request was announced").isEqualTo(6);
        assertThat(library.cut()).isFalse();
        assertThat(state.libraries().pending()).isEqualTo(2);
        assertThat(state.predicted() + state.rejected()).isEqualTo(2);
    }

    @Test
    void expectsOneOutcomeOfARequestThatAsksForNothingOrTooMuch() {
        state.add(ConsoleRecords.request("none", null, "A"), NOW, NOW);
        state.add(
                ConsoleRecords.request(
                        "many",
                        null,
                        "A",
                        IntStream.range(0, 17).mapToObj(i -> "F" + i).toArray(String[]::new)),
                NOW,
                NOW);
        state.add(ConsoleRecords.request("twice", null, "A", "F", "F"), NOW, NOW);

        assertThat(List.of("none", "many", "twice"))
                .allSatisfy(id -> assertThat(state.libraries().get(id).asked()).isEqualTo(1));
    }

    @Test
    void countsARejectionWithoutARequestForNoLibrary() {
        state.add(ConsoleRecords.rejection(null, "NOT_AVRO", 2, "no"), NOW, NOW);

        assertThat(state.libraries().latestFirst()).isEmpty();
        assertThat(state.rejections().lines()).singleElement().satisfies(line -> assertThat(line.reason())
                .isEqualTo("NOT_AVRO"));
        assertThat(state.flows().get(0).answered().running(NOW)).isZero();
    }

    @Test
    void tellsHowLongALibraryWillTake() {
        for (int i = 0; i < 100; i++) {
            state.add(ConsoleRecords.request("one", 100L, "C" + i, "Affinity"), NOW - 20_000, NOW);
        }
        assertThat(state.libraries().get("one").secondsLeft(NOW)).isEmpty();
        for (int i = 0; i < 40; i++) {
            state.add(
                    ConsoleRecords.prediction("one", "C" + i, "ABL1", "Affinity", i, "C"),
                    NOW - 20_000 + 500L * i,
                    NOW);
        }

        assertThat(state.libraries().get("one").perSecond(NOW)).isCloseTo(2, within(1e-9));
        assertThat(state.libraries().get("one").secondsLeft(NOW).orElseThrow()).isCloseTo(30, within(1e-9));
        assertThat(state.libraries().get("one").secondsLeft(NOW + 600_000))
                .as("stalled")
                .isEmpty();
    }

    @Test
    void saysWhenAnswersBelongToRequestsFromBefore() {
        state.add(ConsoleRecords.prediction("one", "A", "ABL1", "Affinity", 7, "CCO"), NOW, NOW);

        LibraryStats library = state.libraries().get("one");
        assertThat(library.cut()).isTrue();
        assertThat(library.pending()).isZero();
        assertThat(library.total()).isEqualTo(1);
    }

    @Test
    void reckonsTheBacklogBackFromWhatWaitsNow() {
        for (int i = 0; i < 10; i++) {
            state.add(ConsoleRecords.request("one", null, "C" + i, "Affinity"), NOW - 60_000, NOW);
        }
        for (int i = 0; i < 4; i++) {
            state.add(ConsoleRecords.prediction("one", "C" + i, "ABL1", "Affinity", i, "C"), NOW - 30_000, NOW);
        }

        long[] waiting = state.flows().get(0).waiting(NOW, state.libraries().pending());
        assertThat(waiting[waiting.length - 1]).isEqualTo(6);
        assertThat(waiting[waiting.length - 5]).isEqualTo(10);
        assertThat(waiting[waiting.length - 9]).isZero();
    }

    @Test
    void ranksTheHighestAndHoldsEachCompoundOnce() {
        for (int i = 0; i < 100; i++) {
            state.add(ConsoleRecords.prediction("one", "C" + i % 50, "ABL1", "Affinity", i, "C"), NOW, NOW);
        }

        FunctionScores scores = state.libraries().get("one").functions().get("Affinity");
        assertThat(scores.count()).isEqualTo(100);
        assertThat(scores.mean()).isEqualTo(49.5);
        assertThat(scores.top())
                .extracting(TopCompound::compound)
                .containsExactly("C49", "C48", "C47", "C46", "C45", "C44", "C43", "C42");
        assertThat(scores.top().get(0).value()).isEqualTo(99);
    }

    @Test
    void showsACompoundWithTheTargetItHasTheHighestValueFor() {
        state.add(ConsoleRecords.prediction("one", "A", "ABL1", "Affinity", 6, "C"), NOW, NOW);
        state.add(ConsoleRecords.prediction("one", "A", "SRC", "Affinity", 8, "C"), NOW, NOW);
        state.add(ConsoleRecords.prediction("one", "A", "EGFR", "Affinity", 7, "C"), NOW, NOW);
        FunctionScores scores = state.libraries().get("one").functions().get("Affinity");
        assertThat(scores.top()).extracting(TopCompound::target).containsExactly("SRC");

        state.add(ConsoleRecords.prediction("one", "A", "SRC", "Affinity", 5, "C"), NOW, NOW);
        assertThat(scores.top())
                .as("predicted again")
                .extracting(TopCompound::value)
                .containsExactly(5.0);
    }

    @Test
    void leavesOutWhatIsNotANumber() {
        state.add(ConsoleRecords.prediction("one", "A", "ABL1", "Affinity", Double.NaN, "C"), NOW, NOW);

        assertThat(state.libraries().get("one").predicted()).isEqualTo(1);
        assertThat(state.libraries().get("one").functions().get("Affinity").count())
                .isZero();
    }

    @Test
    void holdsNoMoreThanItsLimitsWhateverComes() {
        String long_ = "x".repeat(5_000);
        for (int i = 0; i < 5_000; i++) {
            String name = i + long_;
            state.add(ConsoleRecords.prediction(name, name, name, name, i, "C".repeat(5_000)), NOW + i, NOW);
            state.add(ConsoleRecords.prediction("last", name, name, name, i, "C".repeat(5_000)), NOW + 9_999_999, NOW);
            state.add(ConsoleRecords.rejection("last", name, i, long_), NOW, NOW);
            state.use(ConsoleRecords.version(i % 3 == 0 ? "Size" : name, i, Instant.EPOCH, i, long_));
            state.add(ConsoleRecords.verdict("Size", GateOutcome.REFUSED, Instant.EPOCH, 0, 0, i, long_));
        }

        assertThat(state.libraries().latestFirst())
                .hasSize(ConsoleLimits.LIBRARIES)
                .startsWith("last");
        assertThat(state.libraries().get("last").functions()).hasSize(ConsoleLimits.FUNCTIONS);
        assertThat(state.libraries().get("last").reasons()).hasSize(ConsoleLimits.REASONS);
        assertThat(state.libraries().get("last").functions().keySet())
                .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(ConsoleLimits.TEXT + 1));
        assertThat(state.rejections().lines()).hasSize(ConsoleLimits.REASONS);
        assertThat(state.functions()).hasSize(ConsoleLimits.FUNCTIONS);
        FunctionHistory size = state.functions().get("Size");
        assertThat(size.versions()).hasSize(ConsoleLimits.VERSIONS);
        assertThat(size.versions().get(ConsoleLimits.VERSIONS - 1).version()).isEqualTo(4_998);
        assertThat(size.verdicts()).hasSize(ConsoleLimits.VERDICTS);
        assertThat(size.verdicts().get(0).metrics()).containsEntry("r2", 4_999.0);
    }

    @Test
    void addsLiveAccuracyUpOverPartitionsAndReplacesWhatIsOld() {
        state.add(sums(0, 10));
        state.add(sums(1, 20));
        state.add(sums(0, 30));

        assertThat(state.functions().get("Size").live().values())
                .singleElement()
                .satisfies(tally -> assertThat(tally.count()).isEqualTo(50));
    }

    private static LiveAccuracy sums(int partition, long count) {
        return new LiveAccuracy(
                "Size", 1L, false, partition, count, 1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 0L, 0L, 0L, Instant.EPOCH);
    }

    @Test
    void knowsWhichVersionIsInUse() {
        state.use(ConsoleRecords.version("Size", 2, Instant.EPOCH, 0.5, "learned"));
        state.addVersion(ConsoleRecords.version("Size", 1, Instant.EPOCH, 0.4, "learned"));
        assertThat(state.functions().get("Size").inUse()).isEqualTo(2);
        assertThat(state.functions().get("Size").versions())
                .extracting(FunctionHistory.Version::version)
                .containsExactly(1L, 2L);

        state.withdraw("Size");
        assertThat(state.functions().get("Size").inUse()).isZero();
    }
}
