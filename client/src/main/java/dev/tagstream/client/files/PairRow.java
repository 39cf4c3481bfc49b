package dev.tagstream.client.files;

import java.util.Optional;

/**
 * One molecule and one protein to score together; either may be absent where a function needs one domain only.
 *
 * @param line where the file has it
 * @param compoundId {@code line-N} where the row has none
 * @param targetId absent where the row names none
 */
public record PairRow(
        long line, String compoundId, Optional<String> smiles, Optional<String> targetId, Optional<String> protein) {}
