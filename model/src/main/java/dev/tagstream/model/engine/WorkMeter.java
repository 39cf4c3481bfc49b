package dev.tagstream.model.engine;

/** Adds up what was done. May be read from any thread. */
final class WorkMeter {
    private Workload done = Workload.NONE;

    synchronized void add(Workload work) {
        done = done.plus(work);
    }

    synchronized Workload done() {
        return done;
    }
}
