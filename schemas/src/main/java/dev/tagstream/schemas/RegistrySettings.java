package dev.tagstream.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings of the Schema Registry client as people write them, made into what Confluent's client acts on. Left alone, it ignores
 * {@code basic.auth.user.info} and {@code bearer.auth.token} without a second setting that names the source, wants its TLS
 * settings under a prefix of its own, accepts a certificate of any host as soon as one of them is there, and logs a password
 * that stands in the address.
 */
final class RegistrySettings {
    private static final String URL = "schema.registry.url";
    private static final String TLS = "ssl.";
    private static final String CLIENT = "schema.registry.";
    private static final String HOST_CHECK = CLIENT + "ssl.endpoint.identification.algorithm";

    private static final String USER = "basic.auth.user.info";
    private static final String USER_SOURCE = "basic.auth.credentials.source";
    private static final String TOKEN = "bearer.auth.token";
    private static final String TOKEN_SOURCE = "bearer.auth.credentials.source";

    private static final Pattern URL_WITH_USER = Pattern.compile("(\\s*[A-Za-z][A-Za-z0-9+.-]*://)([^/@\\s]+)@(.*)");

    private RegistrySettings() {}

    /** A copy that the client acts on; what is said under the client's own names stays as it is. */
    static Map<String, Object> forClient(Map<String, ?> written) {
        Map<String, Object> settings = new HashMap<>();
        written.forEach((key, value) -> settings.put(key.startsWith(TLS) ? CLIENT + key : key, value));
        if (settings.keySet().stream().anyMatch(key -> key.startsWith(CLIENT + TLS))) {
            settings.putIfAbsent(HOST_CHECK, "https");
        }
        takeUserOutOfUrls(settings);
        if (settings.containsKey(USER)) {
            settings.putIfAbsent(USER_SOURCE, "USER_INFO");
        }
        if (settings.containsKey(TOKEN)) {
            settings.putIfAbsent(TOKEN_SOURCE, "STATIC_TOKEN");
        }
        return settings;
    }

    private static void takeUserOutOfUrls(Map<String, Object> settings) {
        List<String> urls = new ArrayList<>();
        Optional<String> user = Optional.empty();
        for (String url : String.valueOf(settings.get(URL)).split(",")) {
            Matcher withUser = URL_WITH_USER.matcher(url);
            if (withUser.matches()) {
                user = user.or(() -> Optional.of(withUser.group(2)));
                urls.add(withUser.group(1) + withUser.group(3));
            } else {
                urls.add(url);
            }
        }
        if (user.isPresent()) {
            settings.put(URL, String.join(",", urls));
            settings.putIfAbsent(USER, user.get());
        }
    }
}
