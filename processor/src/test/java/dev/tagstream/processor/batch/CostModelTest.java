package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CostModelTest {
    @Property(tries = 200)
    void findsTheRatesThatMadeTheMeasurements(
            @ForAll @DoubleRange(min = 0, max = 0.1) double perBatch,
            @ForAll @IntRange(min = 1, max = 1000) int picosecondsOfEncoding,
            @ForAll @IntRange(min = 1, max = 1000) int picosecondsOfOthers) {
        double perEncodingFlop = 1e-12 * picosecondsOfEncoding;
        double perOtherFlop = 1e-12 * picosecondsOfOthers;
        List<CalibrationSample> trials = new ArrayList<>();
        for (int length : new int[] {16, 64, 256}) {
            for (double encoding : new double[] {0, encodingFlops(length)}) {
                double others = otherFlops(length);
                double seconds = perBatch + 8 * (perEncodingFlop * encoding + perOtherFlop * others);
                trials.add(
                        new CalibrationSample(8, length, 8 * encoding, 8 * others, 8L * 100 * (length + 10), seconds));
            }
        }

        CostModel model = CostModel.fit(trials);

        double expected = perBatch
                + perEncodingFlop * (3 * encodingFlops(500) + 2 * encodingFlops(40))
                + perOtherFlop * (7 * otherFlops(0) + (otherFlops(1) - otherFlops(0)) * 3600);
        BatchSize amount = new BatchSize(7, 3600, 5, 3 * 500 + 2 * 40, 3 * 500 * 500 + 2 * 40 * 40);
        assertThat(model.seconds(amount)).isCloseTo(expected, within(1e-3 * expected));
        assertThat(model.bytes(amount)).isCloseTo(100 * (1580 + 50), within(1.0));
    }

    private static double encodingFlops(int length) {
        return 1e6 * length + 1e3 * length * length + 1e7;
    }

    private static double otherFlops(int length) {
        return 2e7 + 1e4 * length;
    }

    @Example
    void makesDoWithOneSizeOnAMachineTooSlowForMore() {
        CostModel model = CostModel.fit(List.of(
                new CalibrationSample(4, 16, 4 * 16e9, 4e9, 4 * 16 * 100, 6.8),
                new CalibrationSample(4, 16, 0, 4e9, 0, 0.4)));

        assertThat(model.seconds(new BatchSize(4, 64, 4, 64, 4 * 256))).isCloseTo(6.8, within(0.1));
        assertThat(model.seconds(new BatchSize(4, 640, 4, 640, 4 * 25_600))).isBetween(60.0, 70.0);
    }

    @Example
    void needsATrial() {
        assertThatIllegalArgumentException().isThrownBy(() -> CostModel.fit(List.of()));
    }

    @Property(tries = 500)
    void isNeverNegativeWhateverWasMeasured(
            @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = 0, max = 10) Double> seconds,
            @ForAll @IntRange(min = 0, max = 1000) int tasks) {
        List<CalibrationSample> trials = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i++) {
            trials.add(new CalibrationSample(1 + i, 1 + 16 * i, 1e9 * (i % 3), 1e8 * i, 100L * i, seconds.get(i)));
        }
        CostModel model = CostModel.fit(trials);
        BatchSize amount = new BatchSize(tasks, 30L * tasks, tasks, 30L * tasks, 900L * tasks);
        assertThat(model.seconds(amount)).isNotNegative().isFinite();
        assertThat(model.bytes(amount)).isNotNegative().isFinite();
    }

    @Property(tries = 200)
    void comesCloserToWhatIsMeasuredAndStaysWithinBounds(
            @ForAll @DoubleRange(min = 0.2, max = 50) double slowdown,
            @ForAll @IntRange(min = 1, max = 60) int batches) {
        CostModel start = new CostModel(0.01, 0, 0, 0, 0.001, 0, 0, 0, 1);
        BatchSize amount = new BatchSize(2, 100, 2, 100, 0);
        double measured = slowdown * start.seconds(amount);
        CostModel model = start;
        double gap = Math.abs(Math.log(slowdown));
        for (int i = 0; i < batches; i++) {
            model = model.corrected(amount, measured);
            double next = Math.abs(Math.log(measured / model.seconds(amount)));
            assertThat(next).isLessThanOrEqualTo(gap + 1e-12);
            gap = next;
        }
        assertThat(model.factor()).isBetween(0.125, 64.0);
    }

    @Example
    void learnsNothingFromWhatWasNotMeasured() {
        BatchSize amount = new BatchSize(2, 100, 2, 100, 0);
        assertThat(CostModel.FREE.corrected(amount, 3)).isEqualTo(CostModel.FREE);
        CostModel model = new CostModel(0.01, 0, 0, 0, 0.001, 0, 0, 0, 1);
        assertThat(model.corrected(amount, 0)).isEqualTo(model);
    }
}
