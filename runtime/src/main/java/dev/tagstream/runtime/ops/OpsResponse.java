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
public record OpsResponse(int status, String type, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    /** Prometheus' text format. */
    public static OpsResponse metrics(String text) {
        return new OpsResponse(OK, "text/plain; version=0.0.4; charset=utf-8", text);
    }

    public static OpsResponse json(ObjectNode body) {
        return json(OK, body);
    }

    /** 200 where all conditions are met, else 503; each with how it stands. */
    public static OpsResponse health(List<Condition> conditions) {
        boolean met = conditions.stream().allMatch(Condition::met);
        ObjectNode body = newObject().put("status", met ? "up" : "down");
        ObjectNode each = body.putObject("conditions");
        conditions.forEach(condition ->
                each.putObject(condition.name()).put("met", condition.met()).put("detail", condition.detail()));
        return json(met ? OK : UNAVAILABLE, body);
    }

    /** 503 with a sentence. */
    public static OpsResponse unavailable(String problem) {
        return json(UNAVAILABLE, newObject().put("problem", problem));
    }

    /** A file as it is. */
    public static OpsResponse file(String type, String body) {
        return new OpsResponse(OK, type, body);
    }

    public static OpsResponse notFound() {
        return plain(NOT_FOUND, "not found");
    }

    static OpsResponse plain(int status, String sentence) {
        return new OpsResponse(status, "text/plain; charset=utf-8", sentence + "\n");
    }

    /** To build a body of. */
    public static ObjectNode newObject() {
        return JSON.createObjectNode();
    }

    private static OpsResponse json(int status, ObjectNode body) {
        try {
            return new OpsResponse(status, "application/json", JSON.writeValueAsString(body) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }
}
