package dev.tagstream.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.terminal.TableJson;
import dev.tagstream.client.lag.LagReport;
import dev.tagstream.schemas.RequestLane;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LagReportTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:01:00Z");

    @Test
    void addsWhatIsPendingToWhatIsUnread() {
        LagReport report = new LagReport(
                NOW,
                List.of(
                        new LagReport.Partition(
                                        RequestLane.BULK,
                                        0,
                                        0,
                                        100,
                                        Optional.of(90L),
                                        7,
                                        Optional.of(NOW.minusSeconds(30)))
                                .withUnread(Optional.of(NOW.minusSeconds(20))),
                        new LagReport.Partition(RequestLane.BULK, 1, 0, 50, Optional.of(50L), 0, Optional.empty())));
        assertThat(report.summary()).isEqualTo("backlog 17 = lag 10 + pending 7, the oldest 30.0 s old");
        assertThat(TableJson.of(LagTable.of(report)).get(1).toString())
                .isEqualTo(
                        "{\"lane\":\"bulk\",\"partition\":1,\"end\":50,\"committed\":50,\"lag\":0,\"pending\":0,\"oldestAgeSeconds\":null}");
    }

    @Test
    void countsFromTheFirstRecordKeptWhereNothingWasCommitted() {
        LagReport.Partition never =
                new LagReport.Partition(RequestLane.BULK, 0, 20, 100, Optional.empty(), 0, Optional.empty());
        LagReport.Partition expired =
                new LagReport.Partition(RequestLane.BULK, 0, 20, 100, Optional.of(5L), 0, Optional.empty());
        assertThat(never.lag()).isEqualTo(80);
        assertThat(expired.lag()).isEqualTo(80);
        assertThat(new LagReport(NOW, List.of(never)).summary()).isEqualTo("backlog 80 = lag 80 + pending 0");
    }
}
