package dev.tagstream.cli.terminal;

/** What a verb tells the shell. */
public final class ExitCode {
    public static final int DONE = 0;

    /** The work could not be done; a sentence on standard error says why. */
    public static final int FAILED = 1;

    /** The command line can't be understood. */
    public static final int USAGE = 2;

    /** The time ran out before all of a library had its outcome; what there was is written. */
    public static final int INCOMPLETE = 3;

    /** A fault of the program itself, EX_SOFTWARE of sysexits.h. */
    public static final int UNEXPECTED = 70;

    private ExitCode() {}
}
