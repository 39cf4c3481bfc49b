package dev.tagstream.console.page;

import dev.tagstream.console.reader.Snapshot;
import dev.tagstream.console.state.Libraries;
import dev.tagstream.console.state.TopCompound;
import dev.tagstream.runtime.ops.OpsResponse;
import dev.tagstream.runtime.ops.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is answered over HTTP. Figures and drawings are made by whoever has a new view, so that answering costs nothing more than sending
 * what is there.
 */
public final class ConsolePages implements Consumer<Snapshot> {
    private static final List<String> SCRIPTS =
            List.of("page.js", "dom.js", "text.js", "charts.js", "sections.js", "learning.js", "structures.js");

    /** Takes some milliseconds each. */
    private static final int DRAWN_AT_A_TIME = 8;

    private final Drawings drawings = new Drawings();
    private volatile OpsResponse state = OpsResponse.unavailable("nothing was read yet");

    @Override
    public void accept(Snapshot view) {
        drawings.draw(molecules(view.state().libraries()), DRAWN_AT_A_TIME);
        state = OpsResponse.json(StateJson.of(view, drawings::drawn));
    }

    /** What is shown first comes first. */
    private static Collection<String> molecules(Libraries libraries) {
        return libraries.latestFirst().stream()
                .flatMap(id -> libraries.get(id).functions().values().stream())
                .flatMap(scores -> scores.top().stream())
                .map(TopCompound::smiles)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    public Routes pages() {
        Routes pages = Routes.NONE
                .with("/", file("index.html", "text/html; charset=utf-8"))
                .with("/console/style.css", file("style.css", "text/css; charset=utf-8"))
                .with("/console/icon.svg", file("icon.svg", "image/svg+xml"))
                .with("/console/state", () -> state)
                .withFolder("/console/structures/", this::structure);
        for (String script : SCRIPTS) {
            pages = pages.with("/console/" + script, file(script, "text/javascript; charset=utf-8"));
        }
        return pages;
    }

    private OpsResponse structure(String key) {
        return drawings.svg(key)
                .map(svg -> OpsResponse.file("image/svg+xml", svg))
                .orElseGet(OpsResponse::notFound);
    }

    private static Supplier<OpsResponse> file(String name, String type) {
        try (InputStream file = ConsolePages.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the page's file %s is not in the jar".formatted(name));
            }
            OpsResponse answer = OpsResponse.file(type, new String(file.readAllBytes(), StandardCharsets.UTF_8));
            return () -> answer;
        } catch (IOException e) {
            throw new UncheckedIOException("the page's file %s can't be read".formatted(name), e);
        }
    }
}
