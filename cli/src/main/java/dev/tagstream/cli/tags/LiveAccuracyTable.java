package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.common.accuracy.AccuracyTally;
import dev.tagstream.schemas.LiveAccuracy;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How good a function's predictions were, by the version that made them, as the trainers have added it up. */
final class LiveAccuracyTable {
    private record Row(long version, boolean shadow) {
        private static final Comparator<Row> ORDER =
                Comparator.comparing(Row::version).thenComparing(Row::shadow);
    }

    private LiveAccuracyTable() {}

    static Table read(KafkaConnection connection, String function) {
        return of(
                function,
                TopicRecords.latest(connection, connection.topics().liveAccuracy(), LiveAccuracy.class)
                        .values());
    }

    /** @param sums of each partition, of any functions */
    static Table of(String function, Collection<LiveAccuracy> sums) {
        Map<Row, AccuracyTally> tallies = new TreeMap<>(Row.ORDER);
        sums.stream()
                .filter(sum -> sum.getFunction().equals(function))
                .forEach(sum -> tallies.merge(
                        new Row(sum.getVersion(), sum.getShadow()), AccuracyTally.of(sum), AccuracyTally::plus));
        Table table = new Table(List.of(
                Column.count("version", "VERSION"),
                Column.text("onTrial", "ON TRIAL"),
                Column.count("pairs", "PAIRS"),
                Column.decimal("pearson", "PEARSON", 3),
                Column.decimal("mse", "MSE", 3),
                Column.decimal("r2", "R2", 3),
                Column.decimal("withinOneDeviation", "WITHIN 1 SD", 2),
                Column.decimal("withinTwoDeviations", "WITHIN 2 SD", 2)));
        tallies.forEach((row, tally) -> table.row(Arrays.asList(
                row.version(),
                row.shadow() ? "yes" : "no",
                tally.count(),
                known(tally.pearson()),
                known(tally.mse()),
                known(tally.r2()),
                known(tally.shareWithinOne()),
                known(tally.shareWithinTwo()))));
        return table;
    }

    private static @Nullable Double known(OptionalDouble figure) {
        return figure.isPresent() ? figure.getAsDouble() : null;
    }
}
