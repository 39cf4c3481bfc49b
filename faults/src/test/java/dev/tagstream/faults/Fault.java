package dev.tagstream.faults;

import java.util.Optional;

/**
 * Something that goes wrong, and what is done about it. The load runs meanwhile.
 *
 * @param before what has to be arranged, before the load starts
 * @param injection breaks something and mends it; how many times something was done to the system
 * @param after puts things back, once everything is answered
 * @param obstacle why it can't happen on this machine
 */
record Fault(String name, Step before, Injection injection, Step after, Optional<String> obstacle) {
    interface Step {
        void run(FaultSite site) throws Exception;
    }

    interface Injection {
        int run(FaultSite site) throws Exception;
    }

    private static final Step NOTHING = site -> {};

    static Fault of(String name, Injection injection) {
        return new Fault(name, NOTHING, injection, NOTHING, Optional.empty());
    }

    Fault arranged(Step before, Step after) {
        return new Fault(name, before, injection, after, obstacle);
    }

    Fault unless(Optional<String> reason) {
        return new Fault(name, before, injection, after, reason);
    }
}
