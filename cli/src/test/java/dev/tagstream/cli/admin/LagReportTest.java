package dev.tagstream.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.terminal.TableJson;
import dev.tagstream.client.lag.LagReport;
import dev.tagstream.common.kafka.GroupLag;
import dev.tagstream.schemas.RequestLane;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
                                        new GroupLag(0, OptionalLong.of(90), 100),
                                        7,
                                        Optional.of(NOW.minusSeconds(30)))
                                .withUnread(Optional.of(NOW.minusSeconds(20))),
                        new LagReport.Partition(
                                RequestLane.BULK, 1, new GroupLag(0, OptionalLong.of(50), 50), 0, Optional.empty())));
        assertThat(report.summary()).isEqualTo("backlog 17 = lag 10 + pending 7, the oldest 30.0 s old");
        assertThat(TableJson.of(LagTable.of(report)).get(1).toString())
                .isEqualTo(
                        "{\"lane\":\"bulk\",\"partition\":1,\"end\":50,\"committed\":50,\"lag\":0,\"pending\":0,\"oldestAgeSeconds\":null}");
    }
}
