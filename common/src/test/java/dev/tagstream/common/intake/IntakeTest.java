package dev.tagstream.common.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.DomainData;
import dev.tagstream.schemas.RegistryUnavailableException;
import dev.tagstream.schemas.ScreeningRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
    private static final String TOPIC = "screening-requests";
    private static final String PROTEIN = "MTVPDRSEIAG";

    private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://intake-test"));
    private final Intake intake =
            new Intake(serdes.valueDeserializer(ScreeningRequest.class), new IntakeLimits(200, 1000));

    @ParameterizedTest
    @CsvSource({
        "CCO, OCC",
        "OCC, C(O)C",
        "c1ccccc1C(=O)N, NC(=O)c1ccccc1",
        "C1=CC=CC=C1, c1ccccc1",
        "C1=CC(Cl)=C(Br)C=C1, Brc1ccccc1Cl",
        "[Na+].[Cl-], [Cl-].[Na+]",
        "C[C@H](N)C(=O)O, CC(N)C(=O)O"
    })
    void writesOneMoleculeInOneWay(String one, String other) {
        assertThat(accepted(pair(one, PROTEIN)).canonicalSmiles())
                .isEqualTo(accepted(pair(other, PROTEIN)).canonicalSmiles());
    }

    @Test
    void readsFurtherDataAsThatOfItsDomain() {
        assertThat(accepted(combination("SMILES", "C(O)C")).canonicalData())
                .isEqualTo(accepted(combination("SMILES", "CCO")).canonicalData())
                .isNotEqualTo(accepted(combination("SMILES", "CCN")).canonicalData());
        assertThat(accepted(combination("Protein", "MKV")).canonicalData())
                .containsExactly(new DomainData("Protein", "MKV"));
        assertThat(accepted(combination("EN", "at pH 7")).canonicalData())
                .containsExactly(new DomainData("EN", "at pH 7"));
        assertThat(rejected(combination("SMILES", "C1CC")).reason()).isEqualTo(RejectReason.SMILES_UNPARSEABLE);
        assertThat(rejected(combination("Protein", "MK1")).reason()).isEqualTo(RejectReason.PROTEIN_BAD_RESIDUE);
        assertThat(rejected(combination("EN", " ")).reason()).isEqualTo(RejectReason.MISSING_FIELD);
        assertThat(rejected(combination(" ", "x")).reason()).isEqualTo(RejectReason.MISSING_FIELD);
        assertThat(rejected(combination("EN", "x".repeat(1001))).reason()).isEqualTo(RejectReason.TOO_MUCH_DATA);
        ScreeningRequest tooMany = ScreeningRequest.newBuilder(pair("CC", PROTEIN))
                .setData(Collections.nCopies(RecordData.MAX_FURTHER + 1, new DomainData("EN", "x")))
                .build();
        assertThat(rejected(tooMany).reason()).isEqualTo(RejectReason.TOO_MUCH_DATA);
    }

    private static ScreeningRequest combination(String domain, String text) {
        return ScreeningRequest.newBuilder(pair("CC", PROTEIN))
                .setData(List.of(new DomainData(domain, text)))
                .build();
    }

    @Test
    void judgesEveryRequestByItsOwnMoleculeWhateverCameBefore() {
        String ethanol = accepted(pair("CCO", PROTEIN)).canonicalSmiles();

        assertThat(accepted(pair("CCO", PROTEIN)).canonicalSmiles()).isEqualTo(ethanol);
        assertThat(rejected(pair("C1CC", PROTEIN)).reason()).isEqualTo(RejectReason.SMILES_UNPARSEABLE);
        assertThat(rejected(pair("C1CC", PROTEIN)).reason()).isEqualTo(RejectReason.SMILES_UNPARSEABLE);
        assertThat(accepted(pair("CCN", PROTEIN)).canonicalSmiles()).isNotEqualTo(ethanol);
        assertThat(accepted(pair("OCC", PROTEIN)).canonicalSmiles()).isEqualTo(ethanol);
        assertThat(rejected(pair("", PROTEIN)).reason()).isEqualTo(RejectReason.SMILES_MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C1CC",
                "C(C",
                "c1cccc1",
                "[Xx]",
                "CC)",
                "not a molecule",
                "CCO ethanol",
                "C\nC",
                "CC>>CO",
                "C\u00e9"
            })
    void rejectsWhatIsNoMolecule(String smiles) {
        Validation.Rejected<ScreeningRequest> rejected = rejected(pair(smiles, PROTEIN));
        assertThat(rejected.reason()).isEqualTo(RejectReason.SMILES_UNPARSEABLE);
        assertThat(rejected.message()).startsWith("the SMILES can't be read: ").hasLineCount(1);
        assertThat(rejected.value()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "C(CO | Unclosed branch detected, SMILES may be truncated, at character 4",
                "C1CC | Unclosed ring detected, SMILES may be truncated, at character 4",
                "CC)C | Closing of an unopened branch, SMILES may be truncated, at character 3",
                "CC&C | unexpected character, at character 3",
                "C==C | Multiple bonds specified, at character 3",
                "[nH | unparsable label in bracket atom, at character 3",
                "c1cccc1 | a valid kekulé structure could not be assigned",
                "C[Zz] | atom 2 is of no element",
                ". | it has no atom"
            })
    void saysInOneSentenceWhatIsWrongWithAMolecule(String smiles, String why) {
        assertThat(rejected(pair(smiles, PROTEIN)).message()).isEqualTo("the SMILES can't be read: " + why);
    }

    @Test
    void saysWhatIsWrongWithALongMoleculeInAShortMessage() {
        assertThat(rejected(pair("C".repeat(150) + "(", PROTEIN)).message())
                .isEqualTo(
                        "the SMILES can't be read: Unclosed branch detected, SMILES may be truncated, at character 151");
    }

    @Test
    void survivesAMoleculeThatOverflowsTheParsersStack() {
        Intake generous =
                new Intake(serdes.valueDeserializer(ScreeningRequest.class), new IntakeLimits(1_000_000, 1000));

        assertThat(generous.judge(pair("C".repeat(50_000), PROTEIN)))
                .isInstanceOfSatisfying(Validation.Rejected.class, rejected -> assertThat(rejected.reason())
                        .isIn(RejectReason.SMILES_UNPARSEABLE, RejectReason.SMILES_TOO_MANY_ATOMS));
        assertThat(generous.judge(pair("CCO", PROTEIN))).isInstanceOf(Validation.Accepted.class);
    }

    @Test
    void canonicalisesTheLargestMoleculeAllowedOnAnOrdinaryThreadsStack() {
        Intake generous = new Intake(serdes.valueDeserializer(ScreeningRequest.class), new IntakeLimits(2_000, 1000));

        assertThat(generous.judge(pair("C".repeat(IntakeLimits.ATOMS), PROTEIN)))
                .isInstanceOf(Validation.Accepted.class);
        assertThat(generous.judge(pair("C".repeat(IntakeLimits.ATOMS + 1), PROTEIN)))
                .isInstanceOfSatisfying(Validation.Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(RejectReason.SMILES_TOO_MANY_ATOMS));
    }

    @Test
    void boundsLengthsBeforeParsing() {
        assertThat(rejected(pair("C".repeat(201), PROTEIN)).reason()).isEqualTo(RejectReason.SMILES_TOO_LONG);
        assertThat(rejected(pair("CC", "M".repeat(1001))).reason()).isEqualTo(RejectReason.PROTEIN_TOO_LONG);
        accepted(pair("C".repeat(200), "M".repeat(1000)));
    }

    @ParameterizedTest
    @CsvSource({"MTV1, residue 4 is '1'", "mTV, residue 1 is 'm'", "MT*, residue 3 is '*'", "'M V', residue 2 is U+0020"
    })
    void namesTheLetterThatIsNoResidue(String protein, String place) {
        Validation.Rejected<ScreeningRequest> rejected = rejected(pair("CC", protein));
        assertThat(rejected.reason()).isEqualTo(RejectReason.PROTEIN_BAD_RESIDUE);
        assertThat(rejected.message()).startsWith(place);
    }

    @Test
    void acceptsRequestsWithOneDomainOnly() {
        assertThat(accepted(pair(null, PROTEIN)).canonicalSmiles()).isNull();
        assertThat(accepted(pair("CC", null)).canonicalSmiles()).isEqualTo("CC");
    }

    @Test
    void refusesRequestsThatNameNothingOrTooMuch() {
        assertThat(rejected(with("", "BindingAffinity")).reason()).isEqualTo(RejectReason.MISSING_FIELD);
        assertThat(rejected(with("x".repeat(257), "BindingAffinity")).reason()).isEqualTo(RejectReason.ID_TOO_LONG);
        assertThat(rejected(with("c")).reason()).isEqualTo(RejectReason.NO_FUNCTIONS);
        assertThat(rejected(with("c", "A", "A")).reason()).isEqualTo(RejectReason.DUPLICATE_FUNCTION);
        assertThat(rejected(with("c", "A", " ")).reason()).isEqualTo(RejectReason.MISSING_FIELD);
        String[] many = new String[17];
        Arrays.setAll(many, i -> "F" + i);
        assertThat(rejected(with("c", many)).reason()).isEqualTo(RejectReason.TOO_MANY_FUNCTIONS);
        assertThat(rejected(pair(" ", PROTEIN)).reason()).isEqualTo(RejectReason.SMILES_MISSING);
        assertThat(rejected(pair("C", "")).reason()).isEqualTo(RejectReason.PROTEIN_MISSING);
    }

    @Test
    void tellsUnreadableRecordsApart() {
        byte[] good = serdes.<ScreeningRequest>valueSerializer().serialize(TOPIC, pair("CC", PROTEIN));
        assertThat(intake.accept(record(good))).isInstanceOf(Validation.Accepted.class);
        assertThat(unreadable(null)).isEqualTo(RejectReason.TOMBSTONE);
        assertThat(unreadable(new byte[0])).isEqualTo(RejectReason.EMPTY_VALUE);
        assertThat(unreadable("{\"smiles\":\"CC\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RejectReason.UNDECODABLE);
        assertThat(unreadable(Arrays.copyOf(good, 12))).isEqualTo(RejectReason.UNDECODABLE);
        assertThat(unreadable(new byte[] {0, 0, 0})).isEqualTo(RejectReason.UNDECODABLE);
        byte[] unknown = good.clone();
        unknown[1] = 77;
        assertThat(unreadable(unknown)).isEqualTo(RejectReason.UNKNOWN_SCHEMA);
    }

    @Test
    void doesNotBlameTheRecordForARegistryThatIsAway() {
        AvroSerdes away = new AvroSerdes(Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", 0));
        Intake unlucky = new Intake(away.valueDeserializer(ScreeningRequest.class), new IntakeLimits(200, 1000));
        byte[] good = serdes.<ScreeningRequest>valueSerializer().serialize(TOPIC, pair("CC", PROTEIN));
        assertThatThrownBy(() -> unlucky.accept(record(good))).isInstanceOf(RegistryUnavailableException.class);
    }

    private RejectReason unreadable(byte[] value) {
        Validation<ScreeningRequest> validation = intake.accept(record(value));
        assertThat(validation).isInstanceOf(Validation.Rejected.class);
        assertThat(((Validation.Rejected<ScreeningRequest>) validation).value()).isNull();
        return ((Validation.Rejected<ScreeningRequest>) validation).reason();
    }

    private Validation.Accepted<ScreeningRequest> accepted(ScreeningRequest request) {
        Validation<ScreeningRequest> validation = intake.judge(request);
        assertThat(validation).isInstanceOf(Validation.Accepted.class);
        return (Validation.Accepted<ScreeningRequest>) validation;
    }

    private Validation.Rejected<ScreeningRequest> rejected(ScreeningRequest request) {
        Validation<ScreeningRequest> validation = intake.judge(request);
        assertThat(validation).isInstanceOf(Validation.Rejected.class);
        return (Validation.Rejected<ScreeningRequest>) validation;
    }

    private static SourceRecord record(byte[] value) {
        return new SourceRecord(TOPIC, 0, 1, 2, null, value, new RecordHeaders());
    }

    private static ScreeningRequest pair(String smiles, String protein) {
        return request("compound", List.of("BindingAffinity"), smiles, protein);
    }

    private static ScreeningRequest with(String compoundId, String... functions) {
        return request(compoundId, List.of(functions), "CC", PROTEIN);
    }

    private static ScreeningRequest request(String compoundId, List<String> functions, String smiles, String protein) {
        return ScreeningRequest.newBuilder()
                .setRequestId("request")
                .setLibraryId("library")
                .setCompoundId(compoundId)
                .setSmiles(smiles)
                .setProtein(protein)
                .setFunctions(functions)
                .setSubmittedAt(Instant.EPOCH)
                .build();
    }
}
