package dev.tagstream.console.state;

import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.LiveAccuracy;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that the console has counted. Each record that is handed in counts once, so whoever hands them in must not do so twice. Times are
 * those of the records, in milliseconds.
 *
 * <p>Guarantees: holds no more than {@link ConsoleLimits} say, whatever comes.
 *
 * <p>For one thread.
 */
public final class ConsoleState {
    private final Libraries libraries = new Libraries();
    private final RejectionStats rejections = new RejectionStats();
    private final Map<String, FunctionHistory> functions = new TreeMap<>();
    private final List<Flow> flows = List.of(
            new Flow("15 min", Duration.ofSeconds(10), 90),
            new Flow("1 h", Duration.ofMinutes(1), 60),
            new Flow("24 h", Duration.ofMinutes(15), 96));
    private final RateRing lastMinute = new RateRing(Duration.ofSeconds(10), 6);
    private long predicted;
    private long rejected;

    public void add(ScreeningRequest request, long at, long now) {
        libraries.book(request.getLibraryId()).ask(request, at);
        long outcomes = LibraryStats.outcomes(request);
        flows.forEach(flow -> flow.ask(at, now, outcomes));
    }

    public void add(Prediction prediction, long at, long now) {
        predicted++;
        libraries.book(prediction.getLibraryId()).answer(prediction, at, now);
        answer(at, now);
    }

    /** One that names no request, as of a record that could not be read, answers nothing that was counted as asked. */
    public void add(RejectedRecord record, long at, long now) {
        rejected++;
        rejections.add(record, at);
        String library = record.getLibraryId();
        if (library != null && record.getRequestId() != null) {
            libraries.book(library).answer(record, at, now);
            answer(at, now);
        }
    }

    private void answer(long at, long now) {
        lastMinute.add(at, now, 1);
        flows.forEach(flow -> flow.answer(at, now));
    }

    /** A version of the history, whether or not it is in use; those of domain tags are left out. */
    public void addVersion(TagVersion tag) {
        if (tag.getKind() == TagKind.FUNCTION) {
            function(tag.getName()).ifPresent(history -> history.add(tag));
        }
    }

    /** A version that is in use from now on. */
    public void use(TagVersion tag) {
        addVersion(tag);
        function(tag.getName()).ifPresent(history -> history.use(tag.getVersion()));
    }

    /** A function whose tag was withdrawn. */
    public void withdraw(String name) {
        function(name).ifPresent(history -> history.use(0));
    }

    public void add(GateVerdict verdict) {
        function(verdict.getFunction()).ifPresent(history -> history.add(verdict));
    }

    public void add(LiveAccuracy sums) {
        function(sums.getFunction()).ifPresent(history -> history.add(sums));
    }

    private Optional<FunctionHistory> function(String name) {
        String function = ConsoleLimits.cut(name);
        return functions.containsKey(function) || functions.size() < ConsoleLimits.FUNCTIONS
                ? Optional.of(functions.computeIfAbsent(function, any -> new FunctionHistory()))
                : Optional.empty();
    }

    public Libraries libraries() {
        return libraries;
    }

    public RejectionStats rejections() {
        return rejections;
    }

    /** By name. */
    public Map<String, FunctionHistory> functions() {
        return functions;
    }

    /** What was asked and answered over time, in finer and in coarser spans. */
    public List<Flow> flows() {
        return flows;
    }

    /** Outcomes a second over the last minute. */
    public double perSecond(long now) {
        return lastMinute.perSecond(now, Long.MIN_VALUE);
    }

    public long predicted() {
        return predicted;
    }

    public long rejected() {
        return rejected;
    }
}
