package dev.tagstream.tags.prompt;

/**
 * The data of one span as it was sent.
 *
 * @param domain name of the domain tag that opens the span
 * @param text for instance a molecule as SMILES
 */
public record SpanData(String domain, String text) {}
