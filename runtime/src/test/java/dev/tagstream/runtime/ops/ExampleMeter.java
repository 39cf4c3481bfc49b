package dev.tagstream.runtime.ops;

/** A catalogue with one metric of each kind. */
enum ExampleMeter implements CatalogueMeter {
    SEEN("example.seen", MeterKind.COUNTER, "things"),
    HELD("example.held", MeterKind.GAUGE, "things"),
    TIME("example.time", MeterKind.TIMER, "seconds"),
    SIZE("example.size", MeterKind.SIZES, "things");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts and a copied list
    private final MeterEntry entry;

    ExampleMeter(String id, MeterKind kind, String unit) {
        this.entry = new MeterEntry(id, kind, unit, "Things of an example.", "name");
    }

    @Override
    public MeterEntry entry() {
        return entry;
    }
}
