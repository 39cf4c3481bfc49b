package dev.tagstream.trainer.round;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the one learning thread of a process is at.
 *
 * <pre>
 *                 due                  learned               decided
 * COLLECTING ----------> TRAINING ----------> JUDGING ----------> PUBLISHING
 *     ^                     |   nothing learned  |                    |
 *     |                     +--------------------|------------------->|
 *     |      abandoned      |                    |                    |
 *     +---------------------+--------------------+                    |
 *     +---------------------------------------------------------------+
 *                       verdict forwarded, or abandoned
 * </pre>
 *
 * A round is abandoned when its stream task leaves this process; its next owner starts it again from the store.
 */
public enum RoundState {
    /** Waits for enough new results. */
    COLLECTING,
    /** Learns a candidate. */
    TRAINING,
    /** Compares the candidate with the version in use, on results that neither has seen. */
    JUDGING,
    /** Waits for the stream thread to forward the verdict, and the version if there is one, in its transaction. */
    PUBLISHING;

    /** Where it can go from here. */
    public Set<RoundState> next() {
        return switch (this) {
            case COLLECTING -> EnumSet.of(TRAINING);
            case TRAINING -> EnumSet.of(JUDGING, PUBLISHING, COLLECTING);
            case JUDGING -> EnumSet.of(PUBLISHING, COLLECTING);
            case PUBLISHING -> EnumSet.of(COLLECTING);
        };
    }
}
