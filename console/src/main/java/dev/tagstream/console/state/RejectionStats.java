package dev.tagstream.console.state;

import dev.tagstream.schemas.RejectedRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rejected records by the stage and the reason. */
public final class RejectionStats {
    private record Kind(String stage, int code, String reason) {}

    /**
     * @param last when the last was rejected, in milliseconds
     * @param example what was wrong with that one
     */
    public record Line(String stage, int code, String reason, long count, long last, String example) {
        private Line plus(Line later) {
            return new Line(stage, code, reason, count + later.count, later.last, later.example);
        }
    }

    private final Map<Kind, Line> lines = new HashMap<>();

    void add(RejectedRecord record, long at) {
        Kind kind =
                new Kind(ConsoleLimits.cut(record.getStage()), record.getCode(), ConsoleLimits.cut(record.getReason()));
        if (lines.containsKey(kind) || lines.size() < ConsoleLimits.REASONS) {
            Line line = new Line(kind.stage, kind.code, kind.reason, 1, at, ConsoleLimits.cut(record.getMessage()));
            lines.merge(kind, line, Line::plus);
        }
    }

    /** The most frequent first. */
    public List<Line> lines() {
        List<Line> sorted = new ArrayList<>(lines.values());
        sorted.sort(Comparator.comparingLong(Line::count)
                .reversed()
                .thenComparing(Line::reason)
                .thenComparing(Line::stage));
        return sorted;
    }
}
