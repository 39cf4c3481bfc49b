package dev.tagstream.cli.doctor;

/**
 * What one look at one thing has shown.
 *
 * @param check what was looked at, a word
 * @param found a sentence or a few words on how it stands
 * @param remedy what to do, one sentence; empty where nothing has to be done
 */
public record Finding(String check, Level level, String found, String remedy) {
    public static Finding ok(String check, String found) {
        return new Finding(check, Level.OK, found, "");
    }

    public static Finding warning(String check, String found, String remedy) {
        return new Finding(check, Level.WARNING, found, remedy);
    }

    public static Finding wrong(String check, String found, String remedy) {
        return new Finding(check, Level.WRONG, found, remedy);
    }

    /** Of something that stands on what is wrong already. */
    public static Finding notLookedAt(String check, String reason) {
        return warning(check, "not looked at: " + reason, "Put that right first, and run this again.");
    }
}
