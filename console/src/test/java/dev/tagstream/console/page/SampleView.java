package dev.tagstream.console.page;

import dev.tagstream.console.reader.ConsumerGroupView;
import dev.tagstream.console.reader.Snapshot;
import dev.tagstream.console.state.ConsoleRecords;
import dev.tagstream.console.state.ConsoleState;
import dev.tagstream.runtime.ops.OpsServer;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.LiveAccuracy;
import dev.tagstream.schemas.RequestLane;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** What a page shows of an installation in the middle of its work; {@code main} serves it, to look at the page while working on it. */
public final class SampleView {
    private static final String[] TARGETS = {"ABL1", "SRC", "EGFR", "BRAF", "JAK2"};

    private SampleView() {}

    public static void main(String[] args) throws Exception {
        ConsolePages pages = new ConsolePages();
        try (OpsServer server = OpsServer.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), pages.pages())) {
            List<String> molecules = Files.readAllLines(Path.of(args[1]));
            while (server.port() > 0) {
                pages.accept(of(molecules, Instant.now()));
                Thread.sleep(1_000);
            }
        }
    }

    static Snapshot of(List<String> molecules, Instant now) {
        ConsoleState state = new ConsoleState();
        screen(state, molecules, now);
        learn(state, now);
        List<ConsumerGroupView.Instance> instances = IntStream.range(0, 3)
                .mapToObj(i -> new ConsumerGroupView.Instance(
                        "tagstream-processor-" + i,
                        "10.0.0." + (11 + i),
                        RequestLane.BULK,
                        2,
                        IntStream.range(4 * i, 4 * i + 4).boxed().toList(),
                        120L * i))
                .toList();
        return new Snapshot(
                now,
                now.minus(Duration.ofDays(1)),
                state,
                Optional.of(new ConsumerGroupView(instances, 360, 24)),
                Optional.empty(),
                0,
                0);
    }

    private static void screen(ConsoleState state, List<String> molecules, Instant now) {
        Random random = new Random(1);
        long end = now.toEpochMilli();
        int sent = 0;
        for (int m = 0; m < molecules.size(); m++) {
            String[] parts = molecules.get(m).split("\\s+", 2);
            for (String target : TARGETS) {
                String library = m % 4 == 3 ? "fragments-2" : "campaign-1";
                state.add(
                        ConsoleRecords.request(
                                library, library.equals("campaign-1") ? 6_000L : 1_920L, parts[1], "BindingAffinity"),
                        end - 820_000 + sent / 20,
                        end);
                double value = 5 + random.nextGaussian() * 0.6 + (m % 7) * 0.1;
                if (sent % 211 == 5) {
                    state.add(
                            ConsoleRecords.rejection(
                                    library,
                                    "SMILES_UNPARSEABLE",
                                    102,
                                    "the SMILES can't be read: a ring is never closed"),
                            end - 780_000 + sent * 100L,
                            end);
                } else if (sent < 7_100 && (sent < 5_000 || library.equals("campaign-1"))) {
                    long at = end - 780_000 + (long) (sent * 100L + 3000 * Math.sin(sent / 300.0));
                    state.add(
                            ConsoleRecords.prediction(library, parts[1], target, "BindingAffinity", value, parts[0]),
                            at,
                            end);
                }
                sent++;
            }
        }
        for (int i = 0; i < 3; i++) {
            state.add(
                    ConsoleRecords.rejection(null, "NOT_AVRO", 2, "the value has no schema id that the registry knows"),
                    end - 5_000_000,
                    end);
        }
    }

    private static void learn(ConsoleState state, Instant now) {
        double[] r2 = {0.285, 0.404, 0.448, 0.471};
        for (int i = 0; i < r2.length; i++) {
            Instant at = now.minus(Duration.ofMinutes(50 - 10L * i));
            state.use(ConsoleRecords.version("PolarSurface", i + 1, at, r2[i], "learned from 482 results"));
            state.add(ConsoleRecords.verdict(
                    "PolarSurface",
                    GateOutcome.PUBLISHED,
                    at,
                    i + 1,
                    i == 0 ? -0.015 : r2[i - 1],
                    r2[i],
                    "better with 95 % confidence"));
            if (i == 2) {
                state.add(ConsoleRecords.verdict(
                        "PolarSurface",
                        GateOutcome.REFUSED,
                        at.plusSeconds(240),
                        0,
                        0.448,
                        0.437,
                        "not better with 95 % confidence"));
            }
            state.add(new LiveAccuracy(
                    "PolarSurface",
                    (long) i + 1,
                    false,
                    0,
                    120L + i,
                    80.0,
                    84.0,
                    4000.0,
                    9000.0,
                    4300.0,
                    9000.0 * (1 - r2[i]),
                    110L,
                    70L,
                    101L,
                    at));
        }
        state.use(ConsoleRecords.version("BindingAffinity", 1, now.minus(Duration.ofDays(2)), 0.41, "trained"));
    }
}
