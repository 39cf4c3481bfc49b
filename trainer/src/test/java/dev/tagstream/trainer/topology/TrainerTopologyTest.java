package dev.tagstream.trainer.topology;

import static dev.tagstream.trainer.topology.Results.SIZE;
import static dev.tagstream.trainer.topology.Results.declaration;
import static dev.tagstream.trainer.topology.Results.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagstream.common.wire.TagHistoryKey;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.ReplayedResult;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.trainer.learner.CharacterScorer;
import dev.tagstream.trainer.learner.RidgeLearner;
import dev.tagstream.trainer.round.RoundState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerTopologyTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "trainer-topology.txt");

    private final SteeredLearner learner = new SteeredLearner(new RidgeLearner(CharacterScorer.WIDTH));
    private final TrainerDriver driver = new TrainerDriver(learner);

    @AfterEach
    void close() {
        learner.release();
        driver.close();
    }

    @Test
    void looksAsItDid() throws Exception {
        String described = driver.topology().describe().toString();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(GOLDEN, described);
        }
        assertThat(described).isEqualTo(Files.readString(GOLDEN, StandardCharsets.UTF_8));
    }

    @Test
    void makesAFirstVersionOfEnoughResults() {
        driver.declare(declaration());
        send(0, 99);
        driver.tidy();
        assertThat(driver.learning.isFree()).isTrue();

        send(99, 150);
        driver.endRound();

        GateVerdict verdict = driver.verdicts().get(0);
        assertThat(verdict.getOutcome()).as(verdict.getReason()).isEqualTo(GateOutcome.PUBLISHED);
        assertThat(verdict.getCurrent()).isNull();
        assertThat(verdict.getReason()).startsWith("better than the mean predictor");
        assertThat(verdict.getImprovementLow()).isPositive();
        assertThat(verdict.getHeldOut()).isBetween(15L, 50L);
        assertThat(verdict.getExamples() + verdict.getHeldOut()).isLessThan(150);
        TagVersion version = driver.functionTags().get(0);
        assertThat(version.getVersion()).isEqualTo(1);
        assertThat(version.getParents()).extracting(parent -> parent.getName()).containsExactly("SMILES");
        assertThat(version.getEvaluation().get("r2")).isGreaterThan(0.5);
        assertThat(verdict.getCandidate().getSha256()).isEqualTo(version.getSha256());
        assertThat(driver.history()).singleElement().satisfies(entry -> {
            assertThat(entry.key()).isEqualTo("Size@1");
            assertThat(entry.value()).isEqualTo(version);
        });
        assertThat(inUse().id().version()).isEqualTo(1);
        assertThat(driver.state(SIZE).getNewResults()).isZero();
        assertThat(driver.state(SIZE).getLastVersion()).isEqualTo(1);
        assertBalanced(150);
    }

    @Test
    void refusesACandidateThatIsNoBetterAndGivesNoNumber() {
        firstVersion();
        send(0, 50); // the same again
        driver.endRound();

        GateVerdict verdict = driver.verdicts().get(1);
        assertThat(verdict.getOutcome()).isEqualTo(GateOutcome.REFUSED);
        assertThat(verdict.getReason()).contains("not certainly better than version 1");
        assertThat(verdict.getCurrent().getVersion()).isEqualTo(1);
        assertThat(verdict.getCandidate().getVersion()).isZero();
        assertThat(inUse().id().version()).isEqualTo(1);
        driver.tidy();
        assertThat(driver.learning.isFree())
                .as("its results are not new any more")
                .isTrue();
    }

    @Test
    void publishesTheNextNumberWhenTheWorldHasChanged() {
        firstVersion();
        for (int i = 0; i < 150; i++) { // measured anew, and otherwise
            AssayResult again = AssayResult.newBuilder(result(i, -result(i).getValue()))
                    .setMeasuredAt(TrainerDriver.START.plusSeconds(60))
                    .build();
            driver.send(again);
        }
        driver.endRound();

        assertThat(driver.verdicts().get(1).getOutcome()).isEqualTo(GateOutcome.PUBLISHED);
        assertThat(driver.functionTags()).extracting(TagVersion::getVersion).containsExactly(1L, 2L);
        assertThat(driver.history()).extracting(TestRecord::key).containsExactly("Size@1", "Size@2");
        assertThat(learner.starts()).containsExactly(false, true);
        assertThat(driver.buffered()).hasSize(150);
        assertBalanced(300);
    }

    @Test
    void learnsFromOneNewResultOnceItHasWaitedLongEnough() {
        firstVersion();
        send(150, 151);
        driver.tidy();
        assertThat(driver.learning.isFree()).isTrue();

        driver.pass(Duration.ofHours(1));
        driver.endRound();

        assertThat(driver.verdicts()).hasSize(2);
    }

    @Test
    void countsOnFromTheHighestNumberInTheHistory() {
        TagVersion other = firstVersion();
        driver.send(
                TrainerDriver.TOPICS.tagHistory(),
                "Size@7",
                TagVersion.newBuilder(other).setVersion(7).build());
        turnValues(150);
        driver.endRound();

        assertThat(driver.functionTags()).extracting(TagVersion::getVersion).contains(8L);
    }

    @Test
    void triesOutBesideTheVersionInUseWhenThatIsAskedFor() {
        driver.declare(declaration(null, true));
        send(0, 150);
        driver.endRound();
        assertThat(driver.verdicts().get(0).getOutcome())
                .as("there is nothing to try the first version beside")
                .isEqualTo(GateOutcome.PUBLISHED);

        turnValues(150);
        driver.endRound();

        GateVerdict verdict = driver.verdicts().get(1);
        assertThat(verdict.getOutcome()).isEqualTo(GateOutcome.SHADOWED);
        assertThat(verdict.getCandidate().getVersion()).isEqualTo(2);
        assertThat(driver.shadowTags()).extracting(TagVersion::getVersion).containsExactly(2L);
        assertThat(driver.history())
                .extracting(entry -> entry.headers().lastHeader(TagHistoryKey.ON_TRIAL) != null)
                .as("the second was only tried out")
                .containsExactly(false, true);
        assertThat(inUse().id().version()).isEqualTo(1);
    }

    @Test
    void neverPublishesForAPinnedFunction() {
        driver.declare(declaration(1L, false));
        send(0, 150);
        driver.tidy();
        assertThat(driver.learning.isFree()).isTrue();

        driver.declare(declaration());
        learner.hold();
        driver.tidy();
        driver.awaitState(RoundState.TRAINING);
        driver.declare(declaration(1L, false));
        learner.release();
        driver.endRound();

        assertThat(driver.verdicts()).singleElement().satisfies(verdict -> assertThat(verdict.getReason())
                .contains("pinned to version 1"));
        assertThat(driver.functionTags()).isEmpty();
        assertThat(driver.state(SIZE).getNewResults())
                .as("learned from once it is free again")
                .isEqualTo(150);
    }

    @Test
    void startsAgainWhenAnotherVersionCameIntoUseMeanwhile() {
        TagVersion first = firstVersion();
        turnValues(150);
        learner.hold();
        driver.tidy();
        driver.awaitState(RoundState.TRAINING);
        TagVersion rolledBack = TagVersion.newBuilder(first).setVersion(2).build();
        driver.send(TrainerDriver.TOPICS.functionTags(), SIZE, rolledBack);
        driver.send(TrainerDriver.TOPICS.tagHistory(), "Size@2", rolledBack);
        learner.release();
        driver.awaitState(RoundState.PUBLISHING); // until the next tick
        driver.endRound();
        driver.endRound();

        List<GateVerdict> verdicts = driver.verdicts();
        assertThat(verdicts.get(1).getOutcome()).isEqualTo(GateOutcome.REFUSED);
        assertThat(verdicts.get(1).getReason()).contains("version 2 came into use");
        assertThat(verdicts.get(2).getOutcome()).isEqualTo(GateOutcome.PUBLISHED);
        assertThat(verdicts.get(2).getCandidate().getVersion()).isEqualTo(3);
    }

    @Test
    void recordsAFailureAndGoesOnCollecting() {
        driver.declare(declaration());
        for (int i = 0; i < 150; i++) {
            driver.send(result(i, 3));
        }
        driver.endRound();

        assertThat(driver.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.getOutcome()).isEqualTo(GateOutcome.FAILED);
            assertThat(verdict.getReason()).contains("all labels");
            assertThat(verdict.getCandidate()).isNull();
        });
        assertThat(driver.buffered()).hasSize(150);
        assertThat(driver.counters.rounds(GateOutcome.FAILED)).isEqualTo(1);
    }

    /** The unit was a mistake: what came in it waits, and is neither learned from nor lost. */
    @Test
    void learnsFromNoLabelsOfAnotherUnit() {
        driver.declare(declaration());
        send(0, 90);
        driver.declare(FunctionDeclaration.newBuilder(declaration())
                .setUnit("heavy atoms")
                .build());
        IntStream.range(90, 150).forEach(i -> driver.send(inHeavyAtoms(i)));
        driver.tidy();
        assertThat(driver.learning.isFree()).as("60 of 100").isTrue();

        IntStream.range(150, 250).forEach(i -> driver.send(inHeavyAtoms(i)));
        driver.endRound();

        GateVerdict verdict = driver.verdicts().get(0);
        assertThat(verdict.getExamples() + verdict.getHeldOut()).isLessThanOrEqualTo(160);
        assertThat(driver.buffered()).hasSize(250);
    }

    private static AssayResult inHeavyAtoms(int i) {
        return AssayResult.newBuilder(result(i)).setUnit("heavy atoms").build();
    }

    @Test
    void triesTheSameResultsAgainWhereTheLearnerFailedAndGivesThemUpInTheEnd() {
        driver.declare(declaration());
        send(0, 150);
        learner.failWith(new IllegalStateException("the device is gone"));
        driver.endRound();

        assertThat(driver.verdicts().get(0).getOutcome()).isEqualTo(GateOutcome.FAILED);
        assertThat(driver.verdicts().get(0).getReason()).contains("the device is gone");
        assertThat(driver.state(SIZE).getNewResults()).isEqualTo(150);
        driver.tidy();
        assertThat(driver.learning.isFree()).as("it waits a minute first").isTrue();

        for (int i = 1; i < Setbacks.MOST; i++) {
            driver.pass(Setbacks.PAUSE.multipliedBy(1L << (i - 1)));
            driver.endRound();
        }
        assertThat(driver.state(SIZE).getNewResults()).isZero();

        learner.failWith(null);
        send(150, 250);
        driver.endRound();
        assertThat(driver.verdicts().get(Setbacks.MOST).getOutcome()).isEqualTo(GateOutcome.PUBLISHED);
    }

    @Test
    void goesOnAfterAFailureOfTheLearnerWithAllThatCameBefore() {
        driver.declare(declaration());
        send(0, 150);
        learner.failWith(new IllegalStateException("the device is gone"));
        driver.endRound();
        learner.failWith(null);

        driver.pass(Setbacks.PAUSE);
        driver.endRound();

        assertThat(driver.verdicts().get(1).getOutcome()).isEqualTo(GateOutcome.PUBLISHED);
    }

    /** A function of molecules alone doesn't see the protein that a result names, so such results are of one prompt. */
    @Test
    void holdsOutByWhatThePromptSees() {
        driver.declare(declaration());
        for (int i = 0; i < 60; i++) {
            for (String protein : List.of("MKT", "MKTA", "MKTAY")) {
                driver.send(AssayResult.newBuilder(result(i))
                        .setResultId("r" + i + protein)
                        .setProtein(protein)
                        .build());
            }
        }

        assertThat(driver.buffered())
                .hasSize(180)
                .extracting(ReplayedResult::getHeldOut)
                .contains(true, false);
        assertThat(driver.buffered().stream()
                        .collect(Collectors.groupingBy(
                                ReplayedResult::getSmiles,
                                Collectors.mapping(ReplayedResult::getHeldOut, Collectors.toSet())))
                        .values())
                .allSatisfy(slices -> assertThat(slices).hasSize(1));
    }

    @Test
    void keepsStereoisomersAsTwoResultsOfOneSlice() {
        driver.declare(declaration());
        List<String> enantiomers = List.of("N[C@@H](C)C(=O)O", "N[C@H](C)C(=O)O");
        for (int i = 0; i < 2; i++) {
            driver.send(AssayResult.newBuilder(result(i, 5 + 3 * i))
                    .setSmiles(enantiomers.get(i))
                    .build());
        }
        driver.send(AssayResult.newBuilder(result(2, 6))
                .setSmiles("C[C@H](N)C(O)=O") // the first, written otherwise
                .setMeasuredAt(TrainerDriver.START.plusSeconds(60))
                .build());

        assertThat(driver.buffered())
                .extracting(ReplayedResult::getResultId, ReplayedResult::getValue)
                .containsExactlyInAnyOrder(tuple("r2", 6.0), tuple("r1", 8.0));
        assertThat(driver.buffered().stream().map(ReplayedResult::getHeldOut).distinct())
                .hasSize(1);
    }

    @Test
    void forwardsNothingOfARoundWhoseTaskIsGone() {
        driver.declare(declaration());
        send(0, 150);
        learner.hold();
        driver.tidy();
        driver.awaitState(RoundState.TRAINING);
        driver.closeTask();

        assertThat(driver.learning.state()).isEqualTo(RoundState.COLLECTING);
        learner.release();
        assertThat(driver.learning.isFree()).isTrue();
        assertThat(driver.counters.rounds(GateOutcome.PUBLISHED)).isZero();
    }

    @Test
    void keepsBoundsWithTheirRelation() {
        driver.declare(declaration());
        driver.send(
                AssayResult.newBuilder(result(1)).setRelation(Relation.GREATER).build());

        assertThat(driver.buffered()).extracting(ReplayedResult::getRelation).containsExactly(Relation.GREATER);
    }

    private TagVersion firstVersion() {
        driver.declare(declaration());
        send(0, 150);
        driver.endRound();
        assertThat(driver.state(SIZE).getLastVersion()).isEqualTo(1);
        return driver.wireInUse(SIZE);
    }

    private void turnValues(int count) {
        IntStream.range(0, count)
                .forEach(i ->
                        driver.send(AssayResult.newBuilder(result(i, -result(i).getValue()))
                                .setMeasuredAt(TrainerDriver.START.plusSeconds(60))
                                .build()));
    }

    private void send(int from, int to) {
        IntStream.range(from, to).forEach(i -> driver.send(result(i)));
    }

    private FunctionTag inUse() {
        return driver.tags.current().function(SIZE).orElseThrow();
    }

    private void assertBalanced(long received) {
        TrainerCounters.Tally results = driver.counters.results();
        assertThat(results.received()).isEqualTo(received);
        assertThat(results.balances()).isTrue();
    }
}
