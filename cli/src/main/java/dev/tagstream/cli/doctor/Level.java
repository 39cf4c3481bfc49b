package dev.tagstream.cli.doctor;

import java.util.Locale;

/** How one thing stands; the later, the worse. */
public enum Level {
    OK,
    /** Works, and is not as it should be; or could not be looked at. */
    WARNING,
    /** Keeps the work from being done, or its outcome from being right. */
    WRONG;

    /** As a person and JSON see it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
