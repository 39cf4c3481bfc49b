package dev.tagstream.console.state;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.ScreeningRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What was asked and answered of one library, in outcomes: one for each function of each request. A request that is sent again is asked
 * and answered again.
 */
public final class LibraryStats {
    private static final Duration RATE_SPAN = Duration.ofSeconds(10);
    private static final int RATE_SPANS = 6;

    private final RateRing answers = new RateRing(RATE_SPAN, RATE_SPANS);
    private final Map<String, FunctionScores> functions = new LinkedHashMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private long requests;
    private long announced;
    private long asked;
    private long predicted;
    private long rejected;
    private long first = Long.MAX_VALUE; // answer, milliseconds
    private long last; // request or answer, milliseconds

    /** How many outcomes the processor will give a request: as many as functions, and one where there are none or too many. */
    static long outcomes(ScreeningRequest request) {
        int functions = request.getFunctions().size();
        return functions == 0 || functions > IntakeLimits.FUNCTIONS
                ? 1
                : request.getFunctions().stream().distinct().count();
    }

    void ask(ScreeningRequest request, long at) {
        Long total = request.getLibraryRequests();
        announced = Math.max(announced, total == null ? 0 : total);
        requests++;
        asked += outcomes(request);
        last = Math.max(last, at);
    }

    void answer(Prediction prediction, long at, long now) {
        predicted++;
        count(at, now);
        String function = ConsoleLimits.cut(prediction.getFunction());
        if (functions.containsKey(function) || functions.size() < ConsoleLimits.FUNCTIONS) {
            functions.computeIfAbsent(function, any -> new FunctionScores()).add(prediction);
        }
    }

    void answer(RejectedRecord record, long at, long now) {
        rejected++;
        count(at, now);
        String reason = ConsoleLimits.cut(record.getReason());
        if (reasons.containsKey(reason) || reasons.size() < ConsoleLimits.REASONS) {
            reasons.merge(reason, 1L, Long::sum);
        }
    }

    private void count(long at, long now) {
        answers.add(at, now, 1);
        first = Math.min(first, at);
        last = Math.max(last, at);
    }

    public long requests() {
        return requests;
    }

    /** Requests that the sender said there would be; 0 if it did not. */
    public long announced() {
        return announced;
    }

    /** Outcomes to come for the requests read. */
    public long asked() {
        return asked;
    }

    public long predicted() {
        return predicted;
    }

    public long rejected() {
        return rejected;
    }

    public long answered() {
        return predicted + rejected;
    }

    /** Outcomes that are still to come for the requests read. */
    public long pending() {
        return Math.max(0, asked - answered());
    }

    /** Whether there are answers to requests from before what was read. */
    public boolean cut() {
        return answered() > asked;
    }

    /** Outcomes of the whole library, those of announced requests that have not been read taken to be as many as of the others. */
    public long total() {
        long unread = requests == 0 ? 0 : Math.max(0, announced - requests);
        long expected = asked + Math.round((double) unread * asked / Math.max(1, requests));
        return Math.max(expected, answered());
    }

    /** Answers a second, over the last minute. */
    public double perSecond(long now) {
        return first == Long.MAX_VALUE ? 0 : answers.perSecond(now, first);
    }

    /** Seconds until all is answered if it goes on so; empty while nothing is answered. */
    public OptionalDouble secondsLeft(long now) {
        double rate = perSecond(now);
        long left = total() - answered();
        return left > 0 && rate > 0 ? OptionalDouble.of(left / rate) : OptionalDouble.empty();
    }

    /** When something was last asked or answered, in milliseconds. */
    public long last() {
        return last;
    }

    public Map<String, FunctionScores> functions() {
        return functions;
    }

    public Map<String, Long> reasons() {
        return reasons;
    }
}
