package dev.tagstream.local;

import java.nio.file.Path;

/** A JVM that starts a registry, prints its address, and waits to be killed. */
final class RegistryHolder {
    private RegistryHolder() {}

    public static void main(String[] args) throws InterruptedException {
        LocalRegistry registry = LocalRegistry.start(LocalStackOptions.unpackedRegistry(), Path.of(args[0]), 0);
        System.out.println(registry.url());
        Thread.currentThread().join();
    }
}
