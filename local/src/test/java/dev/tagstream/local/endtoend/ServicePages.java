package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a service of this machine answers over HTTP. */
record ServicePages(int port) {
    private static final String HISTOGRAM_PART = "_(bucket|count|sum|max)$";

    static ServicePages of(int port) {
        return new ServicePages(port);
    }

    String read(String path, int status) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.body();
    }

    /** Over all series of a name. */
    static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Names of the project's own metrics, a histogram's parts as one. */
    static Set<String> families(String metrics) {
        Set<String> families = new TreeSet<>();
        metrics.lines()
                .filter(line -> line.startsWith("tagstream_"))
                .map(line -> line.split("[{ ]")[0].replaceFirst(HISTOGRAM_PART, ""))
                .forEach(families::add);
        return families;
    }
}
