package dev.tagstream.console;

import dev.tagstream.console.page.ConsolePages;
import dev.tagstream.console.reader.ConsoleReader;
import dev.tagstream.runtime.ops.Routes;

/** The console of an installation: reads its topics from now on, and answers with what it knows. */
public final class Console implements AutoCloseable {
    private final ConsolePages pages;
    private final ConsoleReader reader;

    private Console(ConsolePages pages, ConsoleReader reader) {
        this.pages = pages;
        this.reader = reader;
    }

    /** Starts to read, on a thread of its own. */
    public static Console open(ConsoleOptions options) {
        ConsolePages pages = new ConsolePages();
        return new Console(
                pages, ConsoleReader.start(options.installation(), options.history(), options.recordMaxBytes(), pages));
    }

    public Routes pages() {
        return pages.pages();
    }

    @Override
    public void close() {
        reader.close();
    }
}
