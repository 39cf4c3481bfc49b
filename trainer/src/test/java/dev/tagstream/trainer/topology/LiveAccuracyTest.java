package dev.tagstream.trainer.topology;

import static dev.tagstream.trainer.topology.Results.SIZE;
import static dev.tagstream.trainer.topology.Results.declaration;
import static dev.tagstream.trainer.topology.Results.prediction;
import static dev.tagstream.trainer.topology.Results.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.common.accuracy.AccuracyTally;
import dev.tagstream.common.intake.RecordData;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.DomainData;
import dev.tagstream.schemas.LiveAccuracy;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.Relation;
import dev.tagstream.trainer.accuracy.ScoredVersion;
import dev.tagstream.trainer.learner.CharacterScorer;
import dev.tagstream.trainer.learner.RidgeLearner;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveAccuracyTest {
    private static final Instant BEFORE = TrainerDriver.START.minusSeconds(60);

    private final TrainerDriver driver = new TrainerDriver(new RidgeLearner(CharacterScorer.WIDTH));

    @BeforeEach
    void declare() {
        driver.declare(declaration());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void comparesEachVersionWithLaterResults() {
        double[] measured = {5, 7, 6, 9};
        for (int i = 0; i < 4; i++) {
            driver.send(prediction(i, 1, false, measured[i] + 1, 0.6, BEFORE));
            driver.send(prediction(i, 2, true, measured[i] + (i % 2 == 0 ? 0.5 : -0.5), 0.6, BEFORE));
            driver.send(result(i, measured[i]));
        }

        AccuracyTally first = tally(1, false);
        assertThat(first.count()).isEqualTo(4);
        assertThat(first.mse()).hasValue(1.0);
        assertThat(first.pearson().orElseThrow()).isGreaterThan(0.999);
        assertThat(first.r2().orElseThrow()).isLessThan(0.6);
        assertThat(first.shareWithinOne()).hasValue(0.0);
        assertThat(first.shareWithinTwo()).hasValue(1.0);
        AccuracyTally onTrial = tally(2, true);
        assertThat(onTrial.mse()).hasValue(0.25);
        assertThat(onTrial.shareWithinOne()).hasValue(1.0);

        List<LiveAccuracy> published = driver.liveAccuracy();
        assertThat(published).hasSize(8);
        assertThat(AccuracyTally.of(published.get(7))).isEqualTo(onTrial);
    }

    @Test
    void comparesOnlyResultsThatWereSentAfterThePrediction() {
        driver.send(prediction(1, 1, false, 5, null, TrainerDriver.START.plusSeconds(1)));
        driver.send(result(1));

        assertThat(driver.accuracy.byVersion()).isEmpty();
    }

    @Test
    void comparesAPairOnceAndNeverWhatWasLearnedFromBefore() {
        driver.send(result(1, 5));
        driver.send(prediction(1, 1, false, 5, null, BEFORE));
        driver.send(result(1, 5)); // sent again: the version may have learned from it

        assertThat(driver.accuracy.byVersion()).isEmpty();
    }

    @Test
    void leavesOutBoundsAndOtherMoleculesOfTheSameName() {
        driver.send(prediction(1, 1, false, 5, null, BEFORE));
        driver.send(prediction(2, 1, false, 5, null, BEFORE));
        driver.send(AssayResult.newBuilder(result(1)).setRelation(Relation.LESS).build());
        driver.send(AssayResult.newBuilder(result(2)).setSmiles("CCCl").build());

        assertThat(driver.accuracy.byVersion()).isEmpty();
    }

    @Test
    void leavesOutResultsWithOtherFurtherData() {
        DomainData ethanol = new DomainData("SMILES", "OCC"); // as it is canonical
        for (int i = 0; i < 3; i++) {
            driver.send(Prediction.newBuilder(prediction(i, 1, false, 5, null, BEFORE))
                    .setDataDigest(RecordData.digest(List.of(ethanol)))
                    .build());
        }
        driver.send(AssayResult.newBuilder(result(0))
                .setData(List.of(new DomainData("SMILES", "CCO")))
                .build());
        driver.send(result(1));
        driver.send(AssayResult.newBuilder(result(2))
                .setData(List.of(new DomainData("SMILES", "CCN")))
                .build());

        assertThat(tally(1, false).count()).isEqualTo(1);
    }

    @Test
    void forgetsThePairsThatWerePredictedFirst() {
        for (int i = 0; i < 150; i++) { // 100 have room
            driver.send(prediction(i, 1, false, 5, null, BEFORE));
        }
        for (int i = 0; i < 150; i++) {
            driver.send(result(i));
        }

        assertThat(tally(1, false).count()).isEqualTo(100);
    }

    private AccuracyTally tally(long version, boolean shadow) {
        return driver.accuracy.byVersion().get(new ScoredVersion(SIZE, version, shadow));
    }
}
