package dev.tagstream.bench.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.client.ExampleRecords;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.SourceCoordinates;
import dev.tagstream.schemas.TagReference;
import org.junit.jupiter.api.Test;

class SwapTallyTest {
    private final SwapTally tally = new SwapTally(2);

    @Test
    void takesWhatGoesForwardOnEveryLane() {
        add("a", 0, 1, 6.5);
        add("b", 0, 2, 2006.5);
        add("c", 1, 1, 5.5);
        add("d", 1, 3, 2995);

        assertThat(tally.answered()).isEqualTo(4);
        assertThat(tally.doubled()).isZero();
        assertThat(tally.misnamed()).isZero();
        assertThat(tally.backward()).isZero();
    }

    @Test
    void countsASecondAnswer() {
        add("a", 0, 2, 2000);
        add("a", 1, 2, 2000);

        assertThat(tally.answered()).isEqualTo(1);
        assertThat(tally.doubled()).isEqualTo(1);
    }

    @Test
    void countsAValueThatAnotherVersionGave() {
        add("a", 0, 3, 2004);

        assertThat(tally.misnamed()).isEqualTo(1);
    }

    @Test
    void countsAnEarlierVersionAfterALaterOneOfTheSameLaneOnly() {
        add("a", 0, 3, 3000);
        add("b", 1, 2, 2000);
        add("c", 0, 2, 2000);

        assertThat(tally.backward()).isEqualTo(1);
    }

    private void add(String compound, int source, long version, double value) {
        tally.add(
                0,
                Prediction.newBuilder(ExampleRecords.prediction("swaps", compound, "QED", value, 0))
                        .setFunctionTag(new TagReference("QED", version, "sha"))
                        .setSource(new SourceCoordinates("screening-requests", source, 0L, ExampleRecords.TIME))
                        .build());
    }
}
