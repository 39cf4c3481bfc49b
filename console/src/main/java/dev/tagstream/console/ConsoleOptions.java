package dev.tagstream.console;

import dev.tagstream.console.reader.Installation;
import java.time.Duration;

/**
 * What a console shows.
 *
 * @param history how far back requests and outcomes are read
 * @param recordMaxBytes of a request that the processors take
 */
public record ConsoleOptions(Installation installation, Duration history, int recordMaxBytes) {}
