package dev.tagstream.cli.verb;

import static dev.tagstream.cli.verb.ExampleRecords.TIME;
import static dev.tagstream.cli.verb.ExampleRecords.prediction;
import static dev.tagstream.cli.verb.ExampleRecords.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.TagReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveAccuracyTest {
    private final LiveAccuracy accuracy = new LiveAccuracy();

    @Test
    void judgesEachVersionByTheResultsThatCameAfterIt() {
        accuracy.add(measured("CCO", 6, 100));
        accuracy.add(measured("CCN", 7, 100));
        accuracy.add(measured("CCC", 9, 100));
        accuracy.pair();
        accuracy.add(predicted(1, "OCC", 5, 1.0, 50)); // the same molecule as CCO, off by one
        accuracy.add(predicted(1, "NCC", 7, 0.1, 50));
        accuracy.add(predicted(1, "CCC", 9.5, 0.1, 50));
        accuracy.add(predicted(2, "OCC", 6, 0.1, 200)); // made when the result was known
        List<List<Object>> rows = List.copyOf(accuracy.table().rows());
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).subList(0, 2)).containsExactly(1L, 3);
        assertThat((Double) rows.get(0).get(3)).isEqualTo((1 + 0 + 0.25) / 3);
        assertThat((Double) rows.get(0).get(5)).isEqualTo(2 / 3.0);
    }

    @Test
    void takesTheMeanOfReplicatesTheLastOfReplacedOnesAndNoBounds() {
        accuracy.add(measured("CCO", 6, 100));
        accuracy.add(AssayResult.newBuilder(measured("CCO", 6, 100)).setValue(7).build()); // the same id
        accuracy.add(measured("CCO", 9, 100));
        accuracy.add(AssayResult.newBuilder(measured("CCO", 1, 100))
                .setRelation(Relation.LESS)
                .build());
        accuracy.pair();
        accuracy.add(predicted(1, "OCC", 8, null, 50));
        List<Object> row = accuracy.table().rows().get(0);
        assertThat((Double) row.get(3)).as("mean squared error").isZero();
        assertThat(row.get(5)).as("nothing is known of its uncertainty").isNull();
    }

    private static AssayResult measured(String smiles, double value, long seconds) {
        return AssayResult.newBuilder(result("F", "c", smiles, "T", value))
                .setResultId(smiles + value)
                .setMeasuredAt(TIME.plusSeconds(seconds))
                .build();
    }

    private static Prediction predicted(long version, String smiles, double value, Double deviation, long seconds) {
        return Prediction.newBuilder(prediction("L", smiles, "F", value, seconds))
                .setTargetId("T")
                .setCanonicalSmiles(new CompoundCheck().canonical(smiles).orElseThrow())
                .setFunctionTag(new TagReference("F", version, "sha"))
                .setStandardDeviation(deviation)
                .build();
    }
}
