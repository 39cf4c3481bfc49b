package dev.tagstream.console.reader;

import dev.tagstream.console.state.ConsoleState;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known at one moment.
 *
 * @param since from when on requests and outcomes are counted
 * @param group empty until the brokers have answered
 * @param problem what keeps the figures from being up to date, for a person
 * @param behind records that are still to be read
 * @param unreadable records that could not be decoded
 */
public record Snapshot(
        Instant at,
        Instant since,
        ConsoleState state,
        Optional<ConsumerGroupView> group,
        Optional<String> problem,
        long behind,
        long unreadable) {}
