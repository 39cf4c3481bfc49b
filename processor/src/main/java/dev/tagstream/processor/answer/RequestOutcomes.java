package dev.tagstream.processor.answer;

import dev.tagstream.common.intake.ValidatedRequest;
import dev.tagstream.processor.batch.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request and the outcomes it has so far, one for each function it asks for. Owned by one stream thread. */
public final class RequestOutcomes {
    private final ValidatedRequest request;
    private final Map<String, Outcome> byFunction = new LinkedHashMap<>();

    public RequestOutcomes(ValidatedRequest request) {
        this.request = request;
    }

    /** The same outcome for every function. */
    public static RequestOutcomes all(ValidatedRequest request, Outcome outcome) {
        RequestOutcomes outcomes = new RequestOutcomes(request);
        request.request().getFunctions().forEach(function -> outcomes.add(function, outcome));
        return outcomes;
    }

    public ValidatedRequest request() {
        return request;
    }

    public void add(String function, Outcome outcome) {
        byFunction.put(function, outcome);
    }

    /** Whether every function has its outcome, so that the request may be answered. */
    public boolean isComplete() {
        return byFunction.keySet().containsAll(request.request().getFunctions());
    }

    /** Whether the request has to be asked again, since the tags want its data spelled otherwise by now. */
    public boolean isOutdated() {
        return byFunction.values().stream().anyMatch(Outcome.Outdated.class::isInstance);
    }

    Map<String, Outcome> byFunction() {
        return Collections.unmodifiableMap(byFunction);
    }
}
