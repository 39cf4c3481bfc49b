package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.Progress;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.files.Target;
import dev.tagstream.client.screening.LibraryFollower;
import dev.tagstream.client.screening.LibraryLedger;
import dev.tagstream.client.screening.Outcome;
import dev.tagstream.client.screening.RequestSender;
import dev.tagstream.client.screening.ScreeningJob;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.SharedStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/client.md shows. */
class ClientLibraryIT {
    @TempDir
    Path folder;

    @Test
    void screensAndFollowsWithoutTheCommandLine() {
        try (LocalScreening screening = SharedStack.screening(ClientLibraryIT.class, folder, new ModelOptions())) {
            KafkaConnection running = screening.connection();
            List<Outcome.Predicted> ranked = screen(
                    running.bootstrapServers(), running.registryUrl(), new Target("ABL1", "MKTAYIAKQRQISFVKSHFSRQ"));

            assertThat(ranked)
                    .extracting(Outcome.Predicted::compoundId)
                    .containsExactlyInAnyOrder("ethanol", "benzene");
            assertThat(ranked.get(0).value())
                    .isGreaterThanOrEqualTo(ranked.get(1).value());
        }
    }

    private static List<Outcome.Predicted> screen(String bootstrapServers, String registryUrl, Target target) {
        KafkaConnection connection = new KafkaConnection(
                Map.of("bootstrap.servers", bootstrapServers),
                Map.of("schema.registry.url", registryUrl),
                SharedStack.topics(ClientLibraryIT.class));
        connection.check();

        ScreeningJob job = new ScreeningJob("campaign-1", List.of("BindingAffinity"), 2, List.of(target));
        try (RequestSender sender = new RequestSender(connection, job)) {
            sender.send(new LibraryRow(1, "ethanol", "CCO"));
            sender.send(new LibraryRow(2, "benzene", "c1ccccc1"));
            sender.flush();
        }

        LibraryLedger ledger = new LibraryLedger("campaign-1");
        try (LibraryFollower follower = new LibraryFollower(connection, ledger)) {
            follower.follow(Duration.ofMinutes(2), Progress.NONE, () -> false);
        }
        assertThat(ledger.totals().complete()).isTrue();
        return ledger.ranked().get("BindingAffinity");
    }
}
