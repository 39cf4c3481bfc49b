package dev.tagstream.runtime.ops;

import java.util.List;

/** One metric of a service's catalogue; an enum implements it, so that what is exported and what is documented are the same list. */
public interface CatalogueMeter {
    MeterEntry entry();

    default String id() {
        return entry().id();
    }

    default MeterKind kind() {
        return entry().kind();
    }

    default String unit() {
        return entry().unit();
    }

    default List<String> labels() {
        return entry().labels();
    }

    default String doc() {
        return entry().doc();
    }

    default String exported() {
        return entry().exported();
    }
}
