package dev.tagstream.runtime.ops;

import java.util.List;

/** A catalogue with one metric of each kind. */
enum ExampleMeter implements CatalogueMeter {
    SEEN("example.seen", MeterKind.COUNTER, "things"),
    HELD("example.held", MeterKind.GAUGE, "things"),
    TIME("example.time", MeterKind.TIMER, "seconds"),
    SIZE("example.size", MeterKind.SIZES, "things");

    private final String id;
    private final MeterKind kind;
    private final String unit;

    ExampleMeter(String id, MeterKind kind, String unit) {
        this.id = id;
        this.kind = kind;
        this.unit = unit;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public MeterKind kind() {
        return kind;
    }

    @Override
    public String unit() {
        return unit;
    }

    @Override
    public List<String> labels() {
        return List.of("name");
    }

    @Override
    public String doc() {
        return "Things of an example.";
    }
}
