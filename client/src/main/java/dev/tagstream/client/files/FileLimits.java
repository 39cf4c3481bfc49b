package dev.tagstream.client.files;

/** What files that a client reads may hold at most. {@code docs/limits.md} says why. */
public final class FileLimits {
    /** Characters of a line; the rest of a longer one is dropped and the line skipped. */
    public static final int LINE_CHARACTERS = 1 << 20;

    /** Characters of a CSV record that goes over several lines, by which a quote must be closed. */
    public static final int QUOTED_CHARACTERS = 1 << 16;

    /** Columns of a CSV file. */
    public static final int COLUMNS = 10_000;

    /** Bytes that a packed file may unpack to, however small it is. */
    public static final long UNPACKED_BYTES = 16L << 20;

    /** Bytes that a larger packed file may unpack to for each of its own. */
    public static final int UNPACKED_RATIO = 100;

    /** Residues of a protein in a FASTA file. */
    public static final int RESIDUES = 100_000;

    /** Residues of a FASTA file. */
    public static final long FASTA_RESIDUES = 200_000_000;

    /** Proteins of a FASTA file. */
    public static final int PROTEINS = 1_000_000;

    /** Characters of a measured value, its relation or its time. */
    public static final int VALUE_CHARACTERS = 100;

    /** Bytes of a file with a tag version. */
    public static final long TAG_FILE_BYTES = 32L << 20;

    /** Bytes that a file with a tag version may unpack to. */
    public static final long TAG_UNPACKED_BYTES = 16L << 20;

    private FileLimits() {}
}
