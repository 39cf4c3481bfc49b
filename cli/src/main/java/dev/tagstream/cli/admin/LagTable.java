package dev.tagstream.cli.admin;

import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.client.lag.LagReport;
import dev.tagstream.common.kafka.GroupLag;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link LagReport} for a person, a row a partition. */
final class LagTable {
    private LagTable() {}

    static Table of(LagReport report) {
        Table table = new Table(List.of(
                Column.text("lane", "LANE"),
                Column.count("partition", "PARTITION"),
                Column.count("end", "END"),
                Column.count("committed", "COMMITTED"),
                Column.count("lag", "LAG"),
                Column.count("pending", "PENDING"),
                Column.decimal("oldestAgeSeconds", "OLDEST (S)", 1)));
        for (LagReport.Partition partition : report.partitions()) {
            table.row(Arrays.asList(
                    partition.lane().toString(),
                    partition.id(),
                    partition.read().end(),
                    committed(partition.read()),
                    partition.lag(),
                    partition.pending(),
                    partition.oldest().map(report::ageSeconds).orElse(null)));
        }
        return table;
    }

    private static @Nullable Long committed(GroupLag read) {
        return read.committed().isPresent() ? read.committed().getAsLong() : null;
    }
}
