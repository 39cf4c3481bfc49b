package dev.tagstream.fuzz;

/**
 * What a door says of an input.
 *
 * @param code {@link #ACCEPTED}, or the code of the rejection
 * @param message of the rejection
 */
public record Answer(String code, String message) {
    /** Code of an input that was taken. */
    public static final String ACCEPTED = "ACCEPTED";

    /** Code where a door has one kind of rejection only. */
    public static final String REFUSED = "REFUSED";

    public static Answer accepted() {
        return new Answer(ACCEPTED, "");
    }

    public static Answer refused(String message) {
        return new Answer(REFUSED, message);
    }
}
