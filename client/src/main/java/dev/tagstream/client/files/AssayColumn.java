package dev.tagstream.client.files;

import java.util.List;
import java.util.Locale;

/** What a file of measured values says of each, with the usual names of its columns. */
public enum AssayColumn {
    SMILES(CsvColumns.SMILES),
    COMPOUND_ID(CsvColumns.COMPOUND_ID),
    TARGET_ID(CsvColumns.TARGET_ID),
    PROTEIN(CsvColumns.PROTEIN),
    VALUE(List.of("value", "standardvalue", "measuredvalue")),
    RELATION(List.of("relation", "standardrelation", "qualifier", "operator")),
    UNIT(List.of("unit", "units", "standardunits", "standardunit")),
    QUANTITY(List.of("quantity", "standardtype", "endpoint")),
    FUNCTION(List.of("function", "functiontag")),
    SOURCE(List.of("source", "assay", "assayid", "assaychemblid", "laboratory", "lab")),
    MEASURED_AT(List.of("measuredat", "measurementdate", "date")),
    RESULT_ID(List.of("resultid", "measurementid")),
    LIBRARY_ID(List.of("libraryid"));

    private final String usual; // one text, so that the constants can't change

    AssayColumn(List<String> usual) {
        this.usual = String.join(" ", usual);
    }

    /** Names without case, spaces and underscores, in order of preference. */
    List<String> usual() {
        return List.of(usual.split(" "));
    }

    /** The name it has in files of our own, for instance {@code compound_id}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
