package dev.tagstream.processor.batch;

/**
 * One measured batch of equally long prompts with one span each.
 *
 * @param tasks prompts
 * @param length tokens of data of each prompt's span
 * @param encodingFlops floating-point operations of what is kept for the next batch
 * @param otherFlops floating-point operations of the rest
 * @param newBytes bytes of keys and values it added to the cache, or a batch of its size did
 * @param seconds what it took
 */
record CalibrationSample(
        int tasks, int length, double encodingFlops, double otherFlops, long newBytes, double seconds) {}
