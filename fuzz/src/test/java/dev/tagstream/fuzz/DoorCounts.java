package dev.tagstream.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What became of the inputs of one door. */
final class DoorCounts {
    /** One file for each door and way of fuzzing. */
    static final Path FOLDER = Path.of("target", "fuzz-counts");

    private final String door;
    private final String way;
    private final Map<String, Long> rejected = new TreeMap<>(); // by code
    private long inputs;
    private long accepted;
    private long crashes;
    private double slowestCpuMillis;
    private long mostBytesAllocated;

    /** @param way how inputs are made, for instance {@code properties} */
    DoorCounts(String door, String way) {
        this.door = door;
        this.way = way;
    }

    void answered(Answer answer, double cpuMillis, long bytesAllocated) {
        inputs++;
        if (answer.code().equals(Answer.ACCEPTED)) {
            accepted++;
        } else {
            rejected.merge(answer.code(), 1L, Long::sum);
        }
        slowestCpuMillis = Math.max(slowestCpuMillis, cpuMillis);
        mostBytesAllocated = Math.max(mostBytesAllocated, bytesAllocated);
    }

    void crashed() {
        inputs++;
        crashes++;
    }

    long crashes() {
        return crashes;
    }

    long inputs() {
        return inputs;
    }

    /** Keeps them for {@link FuzzReport}. */
    void write() throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("door", door).put("way", way).put("inputs", inputs).put("accepted", accepted);
        rejected.forEach(json.putObject("rejected")::put);
        json.put("crashes", crashes)
                .put("slowestCpuMillis", Math.round(slowestCpuMillis))
                .put("mostBytesAllocated", mostBytesAllocated);
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(door + "." + way + ".json"), json.toPrettyString());
    }
}
