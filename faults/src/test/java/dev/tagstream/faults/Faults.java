package dev.tagstream.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The faults that the suite knows, and how often each happens. */
final class Faults {
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final int CULPRITS = 40;
    private static final int SMALL_MEMORY = 2_000; // tokens of data: some ten pairs
    private static final int PLENTY = Integer.MAX_VALUE;
    private static final Path FAKE_TIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    private static final Duration DISK_PATIENCE = Duration.ofSeconds(30);

    private final Optional<Cell> cell;
    private final Path folder;
    private final Optional<String> notRoot;

    /**
     * @param cell a network namespace, where there can be one
     * @param folder for disks and clocks
     */
    Faults(Optional<Cell> cell, Path folder) {
        this.cell = cell;
        this.folder = folder;
        this.notRoot = System.getProperty("user.name").equals("root")
                ? Optional.empty()
                : Optional.of("mounting a small disk needs root");
    }

    /** Some of them, for every build. */
    List<Fault> few() {
        return List.of(killed(), culprits(), rollingRestart(), brokerKilled());
    }

    /** All of them, and more than thirty times something is done. */
    List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(Collections.nCopies(6, killed()));
        all.add(rollingRestart());
        all.add(rollingRestartLeaving());
        all.add(oneToThree());
        all.add(oneToFour());
        all.addAll(Collections.nCopies(2, brokerKilled()));
        all.addAll(Collections.nCopies(2, brokerPaused()));
        all.addAll(Collections.nCopies(2, paused()));
        all.add(culprit());
        all.addAll(Collections.nCopies(2, culprits()));
        all.addAll(Collections.nCopies(2, outOfMemory()));
        all.addAll(Collections.nCopies(2, partition()));
        all.add(diskFull());
        all.add(registryAway());
        all.add(clockForward());
        all.add(clockBack());
        return all;
    }

    private static Fault killed() {
        return Fault.of("processor killed (SIGKILL), started again", site -> {
            String name = site.anyProcessor();
            site.fleet().kill(name);
            site.pause(Duration.ZERO, MOMENT);
            site.fleet().restart(name);
            site.awaitMembers();
            return 1;
        });
    }

    /** For less than a session, or for more: then others have its partitions when it wakes. */
    private static Fault paused() {
        return Fault.of("processor stopped (SIGSTOP) for 1 to 15 s", site -> {
            Jvm processor = site.fleet().get(site.anyProcessor());
            processor.pause();
            site.pause(MOMENT, Duration.ofSeconds(15));
            processor.goOn();
            return 1;
        });
    }

    private static Fault rollingRestart() {
        return Fault.of("rolling restart of 2, static members", site -> restartEach(site));
    }

    private static int restartEach(FaultSite site) {
        List<String> names = site.fleet().names();
        for (String name : names) {
            site.fleet().stop(name);
            site.fleet().restart(name);
            site.awaitMembers();
        }
        return names.size();
    }

    private static Fault rollingRestartLeaving() {
        return Fault.of("rolling restart of 2, members that leave", site -> restartEach(site))
                .arranged(site -> replaceUsual(site, Fleet.Way.PLAIN), Faults::bringBackUsual);
    }

    private static void replaceUsual(FaultSite site, Fleet.Way way) {
        for (String name : FaultSite.USUAL) {
            site.fleet().stop(name);
            site.fleet().start(name, way);
        }
        site.awaitMembers();
    }

    private static void bringBackUsual(FaultSite site) {
        for (String name : FaultSite.USUAL) {
            site.fleet().stop(name);
            site.fleet().start(name, FaultSite.usual(name));
        }
        site.awaitMembers();
    }

    private static Fault oneToThree() {
        return scale("scale 1 to 3 and back", 3);
    }

    private static Fault oneToFour() {
        return scale("scale 1 to 4 and back", 4);
    }

    private static Fault scale(String name, int most) {
        return Fault.of(name, site -> {
                    for (int i = 2; i <= most; i++) {
                        site.fleet().start("p" + i, Fleet.Way.PLAIN);
                    }
                    site.awaitMembers();
                    site.pause(MOMENT, Duration.ofSeconds(3));
                    for (int i = most; i >= 2; i--) {
                        site.fleet().stop("p" + i);
                    }
                    site.awaitMembers();
                    return 2 * (most - 1);
                })
                .arranged(
                        site -> {
                            site.fleet().stop("p2");
                            site.awaitMembers();
                        },
                        site -> {
                            site.fleet().start("p2", FaultSite.usual("p2"));
                            site.awaitMembers();
                        });
    }

    private static Fault brokerKilled() {
        return Fault.of("broker killed (SIGKILL), started again", site -> {
            int broker = site.anyBroker();
            site.cluster().killBroker(broker);
            site.pause(MOMENT, Duration.ofSeconds(5));
            site.cluster().restartBroker(broker);
            return 1;
        });
    }

    private static Fault brokerPaused() {
        return Fault.of("broker stopped (SIGSTOP) for 1 to 8 s", site -> {
            int broker = site.anyBroker();
            site.cluster().pauseBroker(broker);
            site.pause(MOMENT, Duration.ofSeconds(8));
            site.cluster().letBrokerGoOn(broker);
            return 1;
        });
    }

    /** Those that run know their schemas; one that starts needs the registry, and waits for it. */
    private static Fault registryAway() {
        return Fault.of("registry away for 60 s, a processor killed meanwhile", site -> {
            site.cluster().stopRegistry();
            Thread.sleep(Duration.ofSeconds(15).toMillis());
            String name = site.anyProcessor();
            site.fleet().kill(name);
            site.fleet().restart(name);
            Thread.sleep(Duration.ofSeconds(45).toMillis());
            site.cluster().restartRegistry();
            site.fleet().revive();
            site.awaitMembers();
            return 2;
        });
    }

    private static Fault culprit() {
        return Fault.of("a record that breaks the engine", site -> {
            site.load().sendCulprits(1);
            site.pause(MOMENT, Duration.ofSeconds(2));
            return 1;
        });
    }

    private static Fault culprits() {
        return Fault.of(CULPRITS + " records in a row that break the engine", site -> {
            site.load().sendCulprits(CULPRITS);
            site.pause(MOMENT, Duration.ofSeconds(2));
            return 1;
        });
    }

    private static Fault outOfMemory() {
        return Fault.of("engines out of memory at %,d tokens".formatted(SMALL_MEMORY), site -> {
            EngineTrouble.limitMemory(site.fleet().trouble(), SMALL_MEMORY);
            site.pause(Duration.ofSeconds(3), Duration.ofSeconds(6));
            EngineTrouble.limitMemory(site.fleet().trouble(), PLENTY);
            return 1;
        });
    }

    private Fault diskFull() {
        Path disk = folder.resolve("disk");
        Path filler = disk.resolve("filler");
        return Fault.of("disk of the state store full, freed", site -> {
                    fill(filler);
                    // It ends by itself at the first write that fails, or gets by until the disk is freed.
                    long end = System.nanoTime() + DISK_PATIENCE.toNanos();
                    while (site.fleet().get("p2").alive() && System.nanoTime() < end) {
                        site.pause(Duration.ofMillis(100), Duration.ofMillis(200));
                    }
                    Files.delete(filler);
                    return 1;
                })
                .arranged(
                        site -> {
                            Files.createDirectories(disk);
                            // RocksDB sets megabytes apart for each store.
                            Cell.run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", disk.toString());
                            restartP2(
                                    site,
                                    FaultSite.usual("p2")
                                            .with(
                                                    "state.dir",
                                                    disk.resolve("state").toString())
                                            .with("kafka.rocksdb.config.setter", SmallBuffers.class.getName()));
                        },
                        site -> {
                            site.fleet().stop("p2");
                            Cell.run("umount", disk.toString());
                            site.fleet().start("p2", FaultSite.usual("p2"));
                            site.awaitMembers();
                        })
                .unless(notRoot);
    }

    private static void fill(Path filler) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            if (Files.size(filler) == 0) {
                throw full;
            }
        }
    }

    private static void restartP2(FaultSite site, Fleet.Way way) {
        site.fleet().stop("p2");
        site.fleet().start("p2", way);
        site.awaitMembers();
    }

    private Fault partition() {
        return Fault.of("network cut between a processor and all else, 2 to 15 s", site -> {
                    cell.orElseThrow().cut();
                    site.pause(Duration.ofSeconds(2), Duration.ofSeconds(15));
                    cell.orElseThrow().mend();
                    return 1;
                })
                .arranged(
                        site -> {
                            Cell inside = cell.orElseThrow();
                            int registry = inside.passageTo(site.cluster().registryPort());
                            restartP2(
                                    site,
                                    FaultSite.usual("p2")
                                            .behind(inside.words())
                                            .with(
                                                    "bootstrap.servers",
                                                    site.cluster().outerBootstrapServers())
                                            .with(
                                                    "schema.registry.url",
                                                    site.connection()
                                                            .registryUrl()
                                                            .replaceFirst(
                                                                    "//[^/]*",
                                                                    "//%s:%d".formatted(inside.address(), registry))));
                        },
                        site -> restartP2(site, FaultSite.usual("p2")))
                .unless(
                        cell.isPresent()
                                ? Optional.empty()
                                : Optional.of("a network namespace needs root and iproute2"));
    }

    private Fault clockForward() {
        return clock("clock of a processor jumps an hour forward", "+3600", "+3600");
    }

    private Fault clockBack() {
        return clock("clock of a processor jumps an hour back, and forward again", "-3600", "+0");
    }

    private Fault clock(String name, String seconds, String then) {
        Path clock = folder.resolve("clock");
        return Fault.of(name, site -> {
                    Files.writeString(clock, seconds, StandardCharsets.UTF_8);
                    site.pause(Duration.ofSeconds(5), Duration.ofSeconds(15));
                    Files.writeString(clock, then, StandardCharsets.UTF_8);
                    return 1;
                })
                .arranged(
                        site -> {
                            Files.writeString(clock, "+0", StandardCharsets.UTF_8);
                            restartP2(
                                    site,
                                    FaultSite.usual("p2")
                                            .behind(List.of(
                                                    "env",
                                                    "LD_PRELOAD=" + FAKE_TIME,
                                                    "FAKETIME_TIMESTAMP_FILE=" + clock,
                                                    "FAKETIME_CACHE_DURATION=1",
                                                    "FAKETIME_DONT_FAKE_MONOTONIC=1",
                                                    // else each timed wait of the JVM returns at once, in a busy loop
                                                    "FAKETIME_FORCE_MONOTONIC_FIX=0")));
                        },
                        site -> {
                            site.fleet().kill("p2");
                            site.fleet().start("p2", FaultSite.usual("p2"));
                            site.awaitMembers();
                        })
                .unless(
                        Files.exists(FAKE_TIME)
                                ? Optional.empty()
                                : Optional.of("%s is not there (libfaketime)".formatted(FAKE_TIME)));
    }
}
