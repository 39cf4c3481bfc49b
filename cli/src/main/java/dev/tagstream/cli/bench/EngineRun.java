package dev.tagstream.cli.bench;

import dev.tagstream.model.engine.EngineFigures;
import java.util.OptionalLong;

/**
 * What one run of the engine over a workload came to.
 *
 * @param pairs pairs that were scored, or whose spans were encoded
 * @param seconds on the wall, tokenising included, opening the engine not
 * @param tokenizeSeconds of those, for tokenising each text once
 * @param truncated texts that were cut to the limit of their domain
 * @param promptRows rows of all prompts, had they been run whole; 0 where spans alone were encoded
 * @param figures what the engine says it has done
 * @param mostCachedBytes the most bytes of keys and values that the cache held after a batch
 * @param residentBytes memory in RAM once the engine was open
 * @param mostResidentBytes the most memory in RAM until the last batch
 * @param values predictions, in the order of the plan, the functions of a pair side by side
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record EngineRun(
        long pairs,
        double seconds,
        double tokenizeSeconds,
        long truncated,
        long promptRows,
        EngineFigures figures,
        long mostCachedBytes,
        OptionalLong residentBytes,
        OptionalLong mostResidentBytes,
        double[] values) {}
