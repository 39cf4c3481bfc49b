package dev.tagstream.console.state;

/** How much the console holds at most; what is over it pushes out what is oldest, or is left out where that is said. */
public final class ConsoleLimits {
    /** Those that something happened to last. */
    public static final int LIBRARIES = 40;

    /** Of a library, and of the installation; further ones are left out. */
    public static final int FUNCTIONS = 64;

    /** Of each library and function, the highest. */
    public static final int TOP_COMPOUNDS = 8;

    /** Bins of a distribution of scores; they grow wider instead of more. */
    public static final int BINS = 64;

    /** Of each function, the latest. */
    public static final int VERSIONS = 60;

    /** Of each function, the latest. */
    public static final int VERDICTS = 30;

    /** Reasons of rejection; further ones are left out. */
    public static final int REASONS = 100;

    /** Characters of any name, identifier or message; the rest is cut off. */
    public static final int TEXT = 300;

    /** Metrics of a version or a verdict, in the order of their names. */
    public static final int METRICS = 20;

    /** Of a molecule that is drawn: larger ones take long to lay out and can't be made out in the room there is. */
    public static final int DRAWN_ATOMS = 100;

    /** Drawings, of some five kilobytes each. */
    public static final int DRAWINGS = 1_000;

    private ConsoleLimits() {}

    static String cut(String text) {
        return text.length() <= TEXT ? text : text.substring(0, TEXT) + "…";
    }
}
