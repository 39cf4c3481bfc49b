package dev.tagstream.tags;

/** What a function tag predicts. */
public enum Task {
    /** A number, in units of its standard deviation around its mean. */
    REGRESSION,
    /** One of several classes, with a probability for each. */
    CLASSIFICATION
}
