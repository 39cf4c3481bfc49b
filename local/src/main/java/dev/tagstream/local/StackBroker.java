package dev.tagstream.local;

/** The broker of a stack: in this JVM, or in one of its own. */
interface StackBroker extends AutoCloseable {
    /** The address that clients connect to first. */
    String bootstrapServers();

    @Override
    void close();
}
