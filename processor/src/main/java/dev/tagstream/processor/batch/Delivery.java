package dev.tagstream.processor.batch;

/**
 * The outcome of one submission.
 *
 * @param ticket the submitter's name for the request
 * @param function the function the outcome is for
 */
public record Delivery(long ticket, String function, Outcome outcome) {}
