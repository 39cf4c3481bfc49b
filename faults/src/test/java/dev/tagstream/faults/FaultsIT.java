package dev.tagstream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults one after the other, with a load that goes on: after each, every request has one outcome for each function it asks for, and
 * nothing is left to do. {@code -Dfaults.form=full} has all faults, {@code brief} a few; {@code target/faults.txt} says what came of them.
 */
class FaultsIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Duration WARM = Duration.ofSeconds(2);
    private static final Duration QUIET = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final boolean full = System.getProperty("faults.form", "brief").equals("full");
    private final Pattern wanted = Pattern.compile(System.getProperty("faults.only", ".*"));
    private final FaultReport report = new FaultReport(TARGET);

    @Test
    void everyRequestHasOneOutcomeWhateverHappens() throws Exception {
        Random random = new Random(Long.getLong("faults.seed", 1));
        Optional<Cell> cell = full ? cell() : Optional.empty();
        try (FaultSite site = new FaultSite(
                folder,
                TARGET.resolve("faults"),
                cell.map(Cell::address),
                Integer.getInteger("faults.rate", 600),
                random)) {
            Faults faults = new Faults(cell, folder);
            for (Fault fault : full ? faults.all() : faults.few()) {
                if (!wanted.matcher(fault.name()).matches()) {
                    continue;
                }
                if (fault.obstacle().isPresent()) {
                    report.skip(fault.name(), fault.obstacle().get());
                    continue;
                }
                FaultReport.Line line = happen(fault, site);
                report.add(line);
                assertThat(line.lost()).as("lost after: %s", fault.name()).isZero();
                assertThat(line.doubled()).as("doubled after: %s", fault.name()).isZero();
            }
            assertThat(site.witness().rejected())
                    .as("only culprits are rejected")
                    .isEqualTo(site.load().expectedRejections());
            assertThat(InputCounts.read(site.connection()))
                    .isEqualTo(new InputCounts(site.load().sent(), 0, 0));
        } finally {
            cell.ifPresent(Cell::close);
        }
    }

    private static Optional<Cell> cell() {
        try {
            return Optional.of(new Cell());
        } catch (IOException e) {
            return Optional.empty(); // the report says that it is skipped
        }
    }

    private static FaultReport.Line happen(Fault fault, FaultSite site) throws Exception {
        fault.before().run(site);
        int sent = site.load().sent();
        int doubled = site.witness().doubled();
        site.load().start();
        site.pause(WARM, WARM.plusSeconds(1));
        site.witness().resetSilences();
        int injections = fault.injection().run(site);
        int revived = site.fleet().revive();
        Thread.sleep(QUIET.toMillis());
        site.load().stop();
        long stopped = System.nanoTime();
        int lost = site.awaitOutcomes();
        Duration settled = Duration.ofNanos(System.nanoTime() - stopped);
        Duration silence = site.witness().longestSilence();
        Duration partitionSilence = site.witness().longestSilenceOfAPartition();
        if (lost == 0) {
            site.awaitNoLag();
            revived += site.fleet().revive();
            site.awaitMembers();
            site.awaitReplicas();
            fault.after().run(site);
        }
        return new FaultReport.Line(
                fault.name(),
                injections,
                site.load().sent() - sent,
                lost,
                site.witness().doubled() - doubled,
                revived,
                silence,
                partitionSilence,
                settled);
    }
}
