package dev.tagstream.runtime.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What an endpoint answers.
 *
 * @param status of HTTP
 * @param type media type of {@code body}
 */
public record Answer(int status, String type, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    /** Prometheus' text format. */
    public static Answer metrics(String text) {
        return new Answer(OK, "text/plain; version=0.0.4; charset=utf-8", text);
    }

    public static Answer json(ObjectNode body) {
        return json(OK, body);
    }

    /** 200 where all conditions are met, else 503; each with how it stands. */
    public static Answer health(List<Condition> conditions) {
        boolean met = conditions.stream().allMatch(Condition::met);
        ObjectNode body = newObject().put("status", met ? "up" : "down");
        ObjectNode each = body.putObject("conditions");
        conditions.forEach(condition ->
                each.putObject(condition.name()).put("met", condition.met()).put("detail", condition.detail()));
        return json(met ? OK : UNAVAILABLE, body);
    }

    /** 503 with a sentence. */
    public static Answer unavailable(String problem) {
        return json(UNAVAILABLE, newObject().put("problem", problem));
    }

    /** A file as it is. */
    public static Answer file(String type, String body) {
        return new Answer(OK, type, body);
    }

    public static Answer notFound() {
        return plain(NOT_FOUND, "not found");
    }

    static Answer plain(int status, String sentence) {
        return new Answer(status, "text/plain; charset=utf-8", sentence + "\n");
    }

    /** To build a body of. */
    public static ObjectNode newObject() {
        return JSON.createObjectNode();
    }

    private static Answer json(int status, ObjectNode body) {
        try {
            return new Answer(status, "application/json", JSON.writeValueAsString(body) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }
}
