package dev.tagstream.client.screening;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Names requests after what they ask, so that one sent again has the name it had. */
public final class RequestId {
    private RequestId() {}

    /** The parts with slashes between; a slash or per cent sign in a part is escaped, so that no two requests share a name. */
    public static String of(String... parts) {
        return Arrays.stream(parts)
                .map(part -> part.replace("%", "%25").replace("/", "%2F"))
                .collect(Collectors.joining("/"));
    }
}
