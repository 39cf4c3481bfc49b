package dev.tagstream.common.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.EncodedReadOut;
import dev.tagstream.schemas.StateColumns;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagMember;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.Spelling;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TagCodecTest {
    private static final int WIDTH = 2;
    private static final TagId PROTEIN = new TagId("Protein", 1, "11".repeat(32));
    private static final Provenance PROVENANCE = new Provenance(
            "model-a",
            "tokenizer-a",
            List.of(PROTEIN),
            Map.of("r2", 0.172),
            129_000,
            "trained",
            Instant.ofEpochMilli(1_000));

    private static final FunctionTag AFFINITY = new FunctionTag(
            new TagId("BindingAffinity", 3, ""),
            List.of(
                    new FunctionTag.Member(rows(3, 1, 2, 3, 4, 5, 6), rows(1, 7, 8)),
                    new FunctionTag.Member(rows(3, 6, 5, 4, 3, 2, 1), rows(1, 9, 10))),
            6.5,
            0.9,
            "pKi",
            PromptTemplate.parse("{bos}{Protein}\n{SMILES}\n{function}"));

    private final TagVersion wire = TagCodec.toWire(AFFINITY, PROVENANCE);

    @Test
    void readsAFunctionTagBackWithItsChecksum() {
        assertThat(read(wire))
                .isEqualTo(new TagReading.AcceptedFunction(new FunctionTag(
                        new TagId("BindingAffinity", 3, wire.getSha256()),
                        AFFINITY.members(),
                        6.5,
                        0.9,
                        "pKi",
                        AFFINITY.template())));
        assertThat(wire.getSha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void readsADomainTagBackWithItsChecksum() {
        DomainTag tag = new DomainTag(new TagId("SMILES", 2, ""), rows(2, 1, -2, 3, 4));

        TagVersion domain = TagCodec.toWire(tag, PROVENANCE);

        assertThat(read(domain))
                .isEqualTo(new TagReading.AcceptedDomain(
                        new DomainTag(new TagId("SMILES", 2, domain.getSha256()), tag.rows())));
    }

    @Test
    void readsADomainTagBackWithItsSpelling() {
        Rows rows = rows(2, 1, -2, 3, 4);
        TagVersion asWritten = TagCodec.toWire(new DomainTag(new TagId("SMILES", 2, ""), rows), PROVENANCE);
        TagVersion spelled =
                TagCodec.toWire(new DomainTag(new TagId("SMILES", 2, ""), rows, Spelling.CANONICAL_1), PROVENANCE);

        assertThat(spelled.getSha256()).isNotEqualTo(asWritten.getSha256());
        assertThat(read(spelled)).isInstanceOfSatisfying(TagReading.AcceptedDomain.class, read -> assertThat(
                        read.tag().spelling())
                .isEqualTo(Spelling.CANONICAL_1));
    }

    @Test
    void refusesASpellingThatIsNotKnownOrHasNoMeaning() {
        Rows rows = rows(2, 1, -2, 3, 4);
        TagVersion molecule = TagCodec.toWire(new DomainTag(new TagId("SMILES", 2, ""), rows), PROVENANCE);
        TagVersion protein = TagCodec.toWire(new DomainTag(new TagId("Protein", 2, ""), rows), PROVENANCE);

        assertThat(refusal(spelled(molecule, "canonical-9"))).contains("canonical-9", "as-written, canonical-1");
        assertThat(refusal(spelled(protein, "canonical-1"))).contains("for molecules");
        assertThat(refusal(spelled(wire, "canonical-1"))).contains("a function tag has no spelling");
    }

    @Test
    void refusesWhatALaterTagstreamMakesOfStates() {
        TagVersion.Builder readOut = TagVersion.newBuilder(wire).setReadOut(new EncodedReadOut(7, numbers(1, 2)));
        TagVersion.Builder columns = TagVersion.newBuilder(TagCodec.toWire(
                        new DomainTag(new TagId("SMILES", 1, ""), rows(3, 1, 2, 3, 4, 5, 6)), PROVENANCE))
                .setColumns(new StateColumns(List.of(1), numbers(1, 2), numbers(1, 2), "none"));

        assertThat(refusal(summed(readOut))).contains("read out in format 7", "a later tagstream");
        assertThat(refusal(summed(columns))).contains("columns of states", "a later tagstream");
    }

    @Test
    void leavesOutWhatCanBeTriedMoleculesOn() {
        TagVersion.Builder learned = TagVersion.newBuilder(wire).setOffsets(Map.of("0123456789abcdef", 0.5));

        TagVersion told = TagCodec.withoutOffsets(summed(learned));

        assertThat(told.getOffsets()).isEmpty();
        assertThat(told.getSha256()).isEqualTo(wire.getSha256());
        assertThat(told.getSignature()).isNull();
        assertThat(told.getOrigin()).endsWith("without 1 offset");
        assertThat(read(told)).isInstanceOf(TagReading.AcceptedFunction.class);
    }

    private static ByteBuffer numbers(float... values) {
        return new Rows(1, values.length, values).toLittleEndian();
    }

    private static TagVersion spelled(TagVersion version, String spelling) {
        return summed(TagVersion.newBuilder(version).setSpelling(spelling));
    }

    private static TagVersion summed(TagVersion.Builder version) {
        return version.setSha256(TagDigest.of(version.build())).build();
    }

    private static String refusal(TagVersion version) {
        return ((TagReading.Refused) read(version)).reason();
    }

    @Test
    void keepsWhereATagComesFrom() {
        assertThat(wire.getParents()).containsExactly(TagCodec.reference(PROTEIN));
        assertThat(wire.getEvaluation()).containsEntry("r2", 0.172);
        assertThat(wire.getExamples()).isEqualTo(129_000);
        assertThat(wire.getCreatedAt()).isEqualTo(Instant.ofEpochMilli(1_000));
    }

    /** Written out on purpose: a checksum in the history must stay computable. */
    @Test
    void computesTheSameChecksumForGood() {
        assertThat(wire.getSha256()).isEqualTo("b75799dd6bf84da60e5df51390cf4381c606b1592937c913504da670358b092b");
    }

    @Test
    void acceptsAnOldContentUnderANewNumber() {
        TagVersion rolledBack = TagCodec.renumbered(wire, 9);

        assertThat(rolledBack.getSha256()).isEqualTo(wire.getSha256());
        assertThat(read(rolledBack)).isInstanceOfSatisfying(TagReading.AcceptedFunction.class, read -> assertThat(
                        read.tag().id())
                .isEqualTo(new TagId("BindingAffinity", 9, wire.getSha256())));
    }

    static Stream<UnaryOperator<TagVersion.Builder>> changesOfContent() {
        return Stream.of(
                tag -> tag.setName("Other"),
                tag -> tag.setKind(TagKind.DOMAIN),
                tag -> tag.setModelFingerprint("model-b"),
                tag -> tag.setTokenizerFingerprint("tokenizer-b"),
                tag -> tag.setRows(2),
                tag -> tag.setWidth(3),
                tag -> tag.setMembers(tag.getMembers().subList(0, 1)),
                tag -> tag.setMembers(
                        List.of(tag.getMembers().get(1), tag.getMembers().get(0))),
                tag -> tag.setRank(1),
                tag -> tag.setMembers(lowRank(tag.getMembers(), 0)),
                tag -> tag.setRank(1).setMembers(lowRank(tag.getMembers(), 0)),
                tag -> tag.setTargetMean(6.500000000000001),
                tag -> tag.setTargetMean(null),
                tag -> tag.setTargetStandardDeviation(0.8),
                tag -> tag.setUnit("pIC50"),
                tag -> tag.setTemplate("{bos}{SMILES}{function}"),
                tag -> tag.setSpelling("canonical-1"),
                tag -> tag.setReadOut(new EncodedReadOut(1, numbers(1, 2))),
                tag -> tag.setColumns(new StateColumns(List.of(1), numbers(1, 2), numbers(1, 2), "none")));
    }

    @ParameterizedTest
    @MethodSource("changesOfContent")
    void givesEveryContentThatPredictsOtherwiseAnotherChecksum(UnaryOperator<TagVersion.Builder> change) {
        assertThat(TagDigest.of(changed(change))).isNotEqualTo(wire.getSha256());
    }

    @Test
    void leavesTheChecksumAloneWhereNoPredictionChanges() {
        TagVersion retold = changed(tag -> tag.setVersion(9)
                .setExamples(1)
                .setParents(List.of())
                .setEvaluation(Map.of())
                .setCreatedAt(Instant.EPOCH)
                .setSha256("?"));

        assertThat(TagDigest.of(retold)).isEqualTo(wire.getSha256());
    }

    static Stream<Arguments> damages() {
        ByteBuffer notANumber = floats(1, 2, 3, 4, Float.NaN, 6);
        ByteBuffer head = floats(7, 8);
        return Stream.of(
                damage("learned for model model-b, in use is model-a", tag -> tag.setModelFingerprint("model-b")),
                damage("learned with tokenizer t, in use is tokenizer-a", tag -> tag.setTokenizerFingerprint("t")),
                damage("its rows are 3 wide, the model's 2", tag -> tag.setWidth(3)),
                damage("it has 0 rows", tag -> tag.setRows(0)),
                damage("rows of member 1 take 24 bytes, 4 x 2 float32 take 32", tag -> tag.setRows(4)),
                damage("it has 2,147,483,647 rows, allowed are 1,000", tag -> tag.setRows(Integer.MAX_VALUE)),
                damage("it has no member", tag -> tag.setMembers(List.of())),
                damage("in its rows, row 2, column 0 is NaN", tag -> tag.setMembers(member(notANumber, head))),
                damage(
                        "in its head, row 0, column 1 is Infinity",
                        tag -> tag.setMembers(member(floats(1, 2, 3, 4, 5, 6), floats(7, Float.POSITIVE_INFINITY)))),
                damage(
                        "head of member 1 take 4 bytes, 1 x 2 float32 take 8",
                        tag -> tag.setMembers(member(floats(1, 2, 3, 4, 5, 6), floats(7)))),
                damage("member 1 has no low-rank updates, for rank 1", tag -> tag.setRank(1)),
                damage("of rank -1", tag -> tag.setRank(-1)),
                damage(
                        "member 1 has some low-rank updates, for rank 0",
                        tag -> tag.setMembers(lowRank(tag.getMembers(), 0))),
                damage("low-rank updates of member 1 take 64 bytes, 16 x 2 float32 take 128", tag -> tag.setRank(2)
                        .setMembers(lowRank(tag.getMembers(), 0))),
                damage("in its low-rank updates, row 0, column 0 is NaN", tag -> tag.setRank(1)
                        .setMembers(lowRank(tag.getMembers(), Float.NaN))),
                damage("it has no head", tag -> tag.setMembers(member(floats(1, 2, 3, 4, 5, 6), null))),
                damage("it has no target mean", tag -> tag.setTargetMean(null)),
                damage("standard deviation 0.0", tag -> tag.setTargetStandardDeviation(0.0)),
                damage("target mean NaN", tag -> tag.setTargetMean(Double.NaN)),
                damage("it has no unit", tag -> tag.setUnit(null)),
                damage("it has no template", tag -> tag.setTemplate(null)),
                damage("it must end with {function}, once", tag -> tag.setTemplate("{bos}{SMILES}")),
                damage("its name can't stand in a prompt template", tag -> tag.setName("a b")),
                damage("its name can't stand in a prompt template", tag -> tag.setName("bos")),
                damage("versions count from 1", tag -> tag.setVersion(0)),
                damage("a domain tag has one member, this has 2", tag -> tag.setKind(TagKind.DOMAIN)),
                damage("a domain tag has no head", tag -> tag.setKind(TagKind.DOMAIN)
                        .setMembers(tag.getMembers().subList(0, 1))));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void refusesWithASentenceWhatCannotBeUsed(String sentence, UnaryOperator<TagVersion.Builder> damage) {
        TagVersion damaged = changed(damage);
        damaged =
                TagVersion.newBuilder(damaged).setSha256(TagDigest.of(damaged)).build();

        assertThat(read(damaged))
                .isInstanceOfSatisfying(TagReading.Refused.class, refused -> assertThat(refused.reason())
                        .contains(" tag \"")
                        .contains("is refused: ")
                        .contains(sentence)
                        .doesNotContain("\n"));
    }

    @Test
    void refusesAContentThatIsNotWhatItsChecksumSays() {
        byte[] rows = new byte[6 * Float.BYTES];
        wire.getMembers().get(0).getRows().duplicate().get(rows);
        rows[5] ^= 1;
        TagVersion flipped = changed(tag -> tag.setMembers(List.of(
                new TagMember(ByteBuffer.wrap(rows), wire.getMembers().get(0).getHead(), null, null),
                wire.getMembers().get(1))));

        assertThat(read(flipped))
                .isInstanceOfSatisfying(TagReading.Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("function tag \"BindingAffinity\" version 3 is refused: its checksum is "
                                + wire.getSha256()));
    }

    @Test
    void distinguishesContentsThatMoveABoundaryBetweenFields() {
        Set<String> checksums = new HashSet<>();
        for (String[] names : new String[][] {{"ab", "c"}, {"a", "bc"}, {"abc", ""}}) {
            checksums.add(TagDigest.of(
                    changed(tag -> tag.setModelFingerprint(names[0]).setTokenizerFingerprint(names[1]))));
        }

        assertThat(checksums).hasSize(3);
    }

    private TagVersion changed(UnaryOperator<TagVersion.Builder> change) {
        return change.apply(TagVersion.newBuilder(wire)).build();
    }

    private static TagReading read(TagVersion wire) {
        return TagCodec.fromWire(wire, "model-a", "tokenizer-a", WIDTH, 2);
    }

    private static Arguments damage(String sentence, UnaryOperator<TagVersion.Builder> change) {
        return Arguments.of(sentence, change);
    }

    private static List<TagMember> member(ByteBuffer rows, ByteBuffer head) {
        return List.of(new TagMember(rows, head, null, null));
    }

    /** Updates of rank 1 for two layers. */
    private static List<TagMember> lowRank(List<TagMember> members, float first) {
        return members.stream()
                .map(member -> TagMember.newBuilder(member)
                        .setLowRank(floats(first, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))
                        .build())
                .toList();
    }

    private static ByteBuffer floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    private static Rows rows(int rows, float... values) {
        return new Rows(rows, WIDTH, values);
    }
}
