package dev.tagstream.client.screening;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.TextPool;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.ScreeningRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Books every request of one library against its outcomes, so that received = predicted + rejected + pending, each counted
 * per function asked for.
 *
 * <p>Records may come in any order. Holds all outcomes in memory, some 300 bytes each.
 */
public final class LibraryLedger {
    private static final int OTHER_LIBRARIES = 20;

    /** A rejection repeats no more of a text than this, so no more can tell two requests apart. */
    private static final int COMPARED_CHARS = 1000;

    /**
     * The books at one moment.
     *
     * @param requests distinct requests read
     * @param announced requests the sender said there would be; 0 if it did not
     * @param received outcomes to come for the requests read
     * @param duplicates records answered twice: always 0 for a processor that keeps its promise
     * @param again answers to requests that were sent again
     */
    public record Totals(
            long requests, long announced, long received, long predicted, long rejected, long duplicates, long again) {
        public long pending() {
            return received - predicted - rejected;
        }

        public boolean complete() {
            return requests > 0 && requests >= announced && pending() == 0;
        }

        /** For a person and for a test: {@code received 10 = predicted 7 + rejected 2 + pending 1}. */
        public String equation() {
            return "received %,d = predicted %,d + rejected %,d + pending %,d"
                    .formatted(received, predicted, rejected, pending());
        }
    }

    private final String libraryId;
    private final Map<String, RequestOutcomes> requests = new HashMap<>();
    private final Set<String> otherLibraries = new TreeSet<>();
    private final TextPool pool = new TextPool();
    private long asked;
    private long announced;
    private long received;
    private long predicted;
    private long rejected;
    private long duplicates;
    private long again;

    public LibraryLedger(String libraryId) {
        this.libraryId = libraryId;
    }

    void book(ScreeningRequest request) {
        if (!isOurs(request.getLibraryId())) {
            return;
        }
        Long total = request.getLibraryRequests();
        announced = Math.max(announced, total == null ? 0 : total);
        change(request.getRequestId(), entry -> {
            asked += entry.asked() ? 0 : 1;
            entry.ask(request.getFunctions().stream()
                    .map(function -> pool.shared(compared(function)))
                    .toList());
        });
    }

    void book(Prediction prediction) {
        if (isOurs(prediction.getLibraryId())) {
            Outcome outcome = Outcome.Predicted.of(prediction, pool);
            change(prediction.getRequestId(), entry -> count(entry.answer(outcome)));
        }
    }

    void book(RejectedRecord record) {
        String library = record.getLibraryId();
        String request = record.getRequestId();
        if (library != null && request != null && isOurs(library)) {
            Outcome outcome = Outcome.Rejected.of(record, pool);
            change(request, entry -> count(entry.answer(outcome)));
        }
    }

    private boolean isOurs(String library) {
        boolean ours = compared(library).equals(compared(libraryId));
        if (!ours && otherLibraries.size() < OTHER_LIBRARIES) {
            otherLibraries.add(library);
        }
        return ours;
    }

    private static String compared(String text) {
        return text.length() <= COMPARED_CHARS ? text : text.substring(0, COMPARED_CHARS);
    }

    /** Keeps the sums in step with a change of one entry. */
    private void change(String requestId, Consumer<RequestOutcomes> change) {
        RequestOutcomes entry = requests.computeIfAbsent(compared(requestId), id -> new RequestOutcomes());
        add(entry, -1);
        change.accept(entry);
        add(entry, 1);
    }

    private void add(RequestOutcomes entry, int sign) {
        received += (long) sign * entry.received();
        entry.settled().forEach(outcome -> {
            predicted += outcome instanceof Outcome.Predicted ? sign : 0;
            rejected += outcome instanceof Outcome.Rejected ? sign : 0;
        });
    }

    private void count(RequestOutcomes.Arrival arrival) {
        duplicates += arrival == RequestOutcomes.Arrival.DUPLICATE ? 1 : 0;
        again += arrival == RequestOutcomes.Arrival.AGAIN ? 1 : 0;
    }

    public Totals totals() {
        return new Totals(asked, announced, received, predicted, rejected, duplicates, again);
    }

    /** Whether anything of the library was read. */
    boolean known() {
        return !requests.isEmpty();
    }

    /** Throws {@link TagstreamException} naming the libraries there are if nothing of this one was read. */
    public void requireKnown() {
        if (!known()) {
            throw new TagstreamException("There is no library %s; there are: %s."
                    .formatted(libraryId, otherLibraries.isEmpty() ? "none" : String.join(", ", otherLibraries)));
        }
    }

    /** Some of the other libraries met, in alphabetical order. */
    Set<String> otherLibraries() {
        return otherLibraries;
    }

    /** Predictions of each function, the highest value first; equal ones by compound and target. */
    public Map<String, List<Outcome.Predicted>> ranked() {
        Comparator<Outcome.Predicted> order = Comparator.comparingDouble(Outcome.Predicted::value)
                .reversed()
                .thenComparing(Outcome.Predicted::compoundId)
                .thenComparing(Outcome.Predicted::requestId);
        Map<String, List<Outcome.Predicted>> ranked = new TreeMap<>();
        outcomes()
                .filter(Outcome.Predicted.class::isInstance)
                .map(Outcome.Predicted.class::cast)
                .sorted(order)
                .forEach(prediction -> ranked.computeIfAbsent(prediction.function(), f -> new ArrayList<>())
                        .add(prediction));
        return ranked;
    }

    /** Rejections by the name of their reason. */
    public Map<String, List<Outcome.Rejected>> rejections() {
        Map<String, List<Outcome.Rejected>> byReason = new TreeMap<>();
        outcomes()
                .filter(Outcome.Rejected.class::isInstance)
                .map(Outcome.Rejected.class::cast)
                .forEach(rejection -> byReason.computeIfAbsent(rejection.reason(), r -> new ArrayList<>())
                        .add(rejection));
        return byReason;
    }

    private Stream<Outcome> outcomes() {
        return requests.values().stream().flatMap(RequestOutcomes::settled);
    }
}
