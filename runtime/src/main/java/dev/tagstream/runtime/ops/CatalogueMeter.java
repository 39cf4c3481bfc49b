package dev.tagstream.runtime.ops;

import java.util.List;

/** One metric of a service's catalogue; an enum implements it, so that what is exported and what is documented are the same list. */
public interface CatalogueMeter {
    /** Micrometer's name, with dots. */
    String id();

    MeterKind kind();

    /** What it counts in, for instance {@code records}. */
    String unit();

    /** Names of its labels, in the order in which their values are given. */
    List<String> labels();

    /** One sentence for a person. */
    String doc();

    /** The name in Prometheus; a histogram adds {@code _bucket}, {@code _count}, {@code _sum} and {@code _max}. */
    default String exported() {
        return id().replace('.', '_') + kind().suffix();
    }
}
