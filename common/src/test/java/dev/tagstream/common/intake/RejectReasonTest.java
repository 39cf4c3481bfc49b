package dev.tagstream.common.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RejectReasonTest {
    private static final Path PAGE = Path.of("..", "docs", "reject-reasons.md");

    /** Written out on purpose: records with these codes exist. Lines may be added, none may change. */
    private static final String PERMANENT = """
            101 TOMBSTONE
            102 EMPTY_VALUE
            103 UNDECODABLE
            104 UNKNOWN_SCHEMA
            105 RECORD_TOO_LARGE
            201 MISSING_FIELD
            202 ID_TOO_LONG
            203 NO_FUNCTIONS
            204 TOO_MANY_FUNCTIONS
            205 DUPLICATE_FUNCTION
            206 TOO_MUCH_DATA
            301 SMILES_MISSING
            302 SMILES_UNPARSEABLE
            303 SMILES_TOO_LONG
            304 SMILES_TOO_MANY_ATOMS
            401 PROTEIN_MISSING
            402 PROTEIN_BAD_RESIDUE
            403 PROTEIN_TOO_LONG
            501 FUNCTION_UNKNOWN
            502 DOMAIN_TAG_MISSING
            601 UNTOKENIZABLE
            602 ENGINE_FAILED
            603 NOT_FINITE
            701 RESULT_FUNCTION_UNKNOWN
            702 RESULT_UNIT_WRONG
            703 RESULT_NOT_FINITE
            704 RESULT_CLASS_UNKNOWN
            705 RESULT_CLASS_CENSORED
            706 RESULT_KEY_WRONG
            """;

    @Test
    void keepsEveryCodeAndNameForGood() {
        assertThat(Arrays.stream(RejectReason.values())
                        .map(reason -> reason.code() + " " + reason.name() + "\n")
                        .collect(Collectors.joining()))
                .isEqualTo(PERMANENT);
    }

    @Test
    void givesNoCodeTwice() {
        assertThat(RejectReason.values()).extracting(RejectReason::code).doesNotHaveDuplicates();
    }

    @Test
    void explainsEveryReasonInASentence() {
        assertThat(RejectReason.values()).extracting(RejectReason::doc).allMatch(doc -> doc.matches("[A-Z].+\\."));
    }

    @Test
    void isPrintedInTheDocumentation() throws Exception {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, RejectReason.markdown());
        }
        assertThat(PAGE).as("print it anew with -Ddocs.write=true").content().isEqualTo(RejectReason.markdown());
    }

    @Test
    void saysOfEachDomainThatItsDataAreMissing() {
        assertThat(RejectReason.missing("Protein")).isEqualTo(RejectReason.PROTEIN_MISSING);
        assertThat(RejectReason.missing("SMILES")).isEqualTo(RejectReason.SMILES_MISSING);
        assertThat(RejectReason.missing("Pocket")).isEqualTo(RejectReason.MISSING_FIELD);
    }
}
