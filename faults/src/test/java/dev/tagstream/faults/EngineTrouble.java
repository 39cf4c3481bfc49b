package dev.tagstream.faults;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.processor.scorer.FakeScorer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** What is wrong with the engines of all processors: some molecules break them, and their memory may be small for a while. */
final class EngineTrouble {
    /** A molecule that no engine can score. */
    static final String CULPRIT = "CCI";

    private static final long LOOK_MS = 50;

    private EngineTrouble() {}

    static boolean breaksOn(ScoringTask task) {
        return task.spans().stream()
                .anyMatch(span -> span.domain().equals("SMILES")
                        && Arrays.stream(span.ids()).anyMatch(id -> id == 'I'));
    }

    /** From now on batches of more data tokens run out of memory. */
    static void limitMemory(Path file, int tokens) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, String.valueOf(tokens), StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a scorer the trouble that the file tells, whenever it changes. */
    static void follow(Path file, FakeScorer scorer) {
        Thread follower = new Thread(
                () -> {
                    try {
                        while (true) {
                            scorer.withDeviceTokens(Integer.parseInt(Files.readString(file, StandardCharsets.UTF_8)));
                            Thread.sleep(LOOK_MS);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "engine-trouble");
        follower.setDaemon(true);
        follower.start();
    }
}
