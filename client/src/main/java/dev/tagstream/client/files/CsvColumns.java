package dev.tagstream.client.files;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The header of a CSV file: finds columns by name, whatever their case, spaces and underscores. */
final class CsvColumns {
    static final List<String> SMILES = List.of("smiles", "canonicalsmiles", "isomericsmiles", "smilesstring");
    static final List<String> COMPOUND_ID = List.of(
            "id",
            "compoundid",
            "moleculeid",
            "moleculechemblid",
            "chemblid",
            "cmpdchemblid",
            "zincid",
            "idnumber",
            "catalogid",
            "compound",
            "molecule",
            "name",
            "compoundname",
            "moleculename");
    static final List<String> PROTEIN = List.of("protein", "proteinsequence", "targetsequence", "sequence", "target");
    static final List<String> TARGET_ID = List.of("targetid", "proteinid", "targetname", "proteinname", "uniprot");

    private static final int NAMES_IN_MESSAGE = 20;

    private final String file;
    private final List<String> names;

    CsvColumns(String file, List<String> names) {
        this.file = file;
        this.names = names.stream().map(String::strip).toList();
    }

    int count() {
        return names.size();
    }

    /** The column {@code chosen} by the user if any, else the first of {@code usual} names, which come in order of preference. */
    int require(Optional<String> chosen, List<String> usual, String what, String option) {
        return find(chosen, usual)
                .orElseThrow(() ->
                        new UnusableInputException("%s has no column for %s (looked for %s); its columns are: %s. %s"
                                .formatted(file, what, String.join(", ", usual), shown(), option)));
    }

    OptionalInt find(Optional<String> chosen, List<String> usual) {
        if (chosen.isPresent()) {
            return OptionalInt.of(named(chosen.get()));
        }
        List<String> plain = names.stream().map(CsvColumns::plain).toList();
        return usual.stream()
                .mapToInt(plain::indexOf)
                .filter(index -> index >= 0)
                .findFirst();
    }

    private int named(String chosen) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(chosen.strip())) {
                return i;
            }
        }
        throw new UnusableInputException(
                "%s has no column \"%s\"; its columns are: %s.".formatted(file, chosen, shown()));
    }

    private String shown() {
        String first = names.stream().limit(NAMES_IN_MESSAGE).collect(Collectors.joining(", "));
        return names.size() > NAMES_IN_MESSAGE ? first + ", and " + (names.size() - NAMES_IN_MESSAGE) + " more" : first;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
