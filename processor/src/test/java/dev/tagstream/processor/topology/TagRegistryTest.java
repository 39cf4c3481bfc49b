package dev.tagstream.processor.topology;

import static dev.tagstream.processor.topology.SignedTags.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.runtime.streams.DomainTagMismatch;
import dev.tagstream.runtime.streams.TagStatus;
import dev.tagstream.runtime.streams.TagUse;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagMember;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What one can learn of the versions that arrived. */
class TagRegistryTest {
    private final ScreeningDriver driver = new ScreeningDriver();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void knowsWhichVersionIsInUseAndSinceWhen() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 4));
        driver.tidy();
        driver.publish(function(5));
        driver.publishShadow(function(6));

        assertThat(driver.tagRegistry.statuses())
                .extracting(
                        TagStatus::use,
                        TagStatus::name,
                        status -> status.inUse().version(),
                        TagStatus::since)
                .containsExactly(
                        tuple(TagUse.DOMAIN, "Protein", 4L, ScreeningDriver.START),
                        tuple(TagUse.DOMAIN, "SMILES", 4L, ScreeningDriver.START),
                        tuple(TagUse.FUNCTION, "BindingAffinity", 4L, ScreeningDriver.START),
                        tuple(
                                TagUse.FUNCTION,
                                "QED",
                                5L,
                                ScreeningDriver.START.plus(StreamThreadPace.TIDYING_INTERVAL)),
                        tuple(TagUse.FUNCTION, "Solubility", 4L, ScreeningDriver.START),
                        tuple(TagUse.SHADOW, "QED", 6L, ScreeningDriver.START.plus(StreamThreadPace.TIDYING_INTERVAL)));
        assertThat(driver.tagRegistry.statuses())
                .allMatch(status -> status.refusals() == 0 && status.lastRefused() == null);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of(
                        "another model",
                        "was learned for model another",
                        change(tag -> tag.setModelFingerprint("another"))),
                Arguments.of(
                        "another tokenizer", "tokenizer other", change(tag -> tag.setTokenizerFingerprint("other"))),
                Arguments.of("a bad checksum", "its checksum is 0000", change(tag -> tag.setSha256("0".repeat(64)))),
                Arguments.of(
                        "not a number",
                        "in its rows, row 0, column 0 is NaN",
                        change(tag -> signed(tag.setMembers(notANumber(tag))))),
                Arguments.of("a wrong shape", "bytes", change(tag -> tag.setRows(tag.getRows() + 1))),
                Arguments.of("another name", "tag \"Other\"", change(tag -> tag.setName("Other"))),
                Arguments.of("another kind", "one of the domain tag", change(tag -> tag.setKind(TagKind.DOMAIN))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void keepsTheVersionInUseAndTheReasonWhyTheNextWasRefused(
            String what, String reason, Consumer<TagVersion.Builder> spoil) {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        driver.publishShadow(function(1));
        driver.publishFunction("QED", spoilt(2, spoil));
        driver.publishShadow("QED", spoilt(3, spoil));

        for (TagUse use : List.of(TagUse.FUNCTION, TagUse.SHADOW)) {
            TagStatus status = driver.tagRegistry.status(use, "QED").orElseThrow();
            assertThat(status.inUse())
                    .as(what)
                    .isNotNull()
                    .extracting(TagId::version)
                    .isEqualTo(1L);
            assertThat(status.refusals()).isEqualTo(1);
            assertThat(status.lastRefused().version()).isEqualTo(use == TagUse.FUNCTION ? 2 : 3);
            assertThat(status.lastRefused().reason()).contains("is refused", reason);
            assertThat(status.lastRefused().at()).isEqualTo(ScreeningDriver.START);
        }
        assertThat(driver.tags.current().function("QED").orElseThrow().id().version())
                .isEqualTo(1);
        assertThat(driver.tags.current().shadow("QED").orElseThrow().id().version())
                .isEqualTo(1);
        assertThat(driver.tags.current().function("Other")).isEmpty();
    }

    @Test
    void countsWhatCannotEvenBeDecoded() {
        driver.publishDomainBytes("Protein", new byte[] {0, 0, 0});
        driver.publishDomainBytes("Protein", new byte[] {1});

        TagStatus status = driver.tagRegistry.status(TagUse.DOMAIN, "Protein").orElseThrow();
        assertThat(status.inUse()).isNull();
        assertThat(status.since()).isNull();
        assertThat(status.refusals()).isEqualTo(2);
        assertThat(status.lastRefused().version()).isNull();
        assertThat(status.lastRefused().reason()).contains("can't be decoded");
    }

    @Test
    void remembersARefusalAfterTheNextVersionIsTaken() {
        driver.publishFunction("QED", spoilt(1, tag -> tag.setModelFingerprint("another")));
        driver.publish(function(2));

        TagStatus status = driver.tagRegistry.status(TagUse.FUNCTION, "QED").orElseThrow();
        assertThat(status.inUse().version()).isEqualTo(2);
        assertThat(status.lastRefused().version()).isEqualTo(1);
    }

    @Test
    void fallsBackToTheNewestVersionOfTheArchiveThatCanBeUsed() {
        driver.archive.add(spoilt(1, tag -> {}));
        driver.archive.add(spoilt(2, tag -> {}));
        driver.archive.add(spoilt(3, tag -> tag.setModelFingerprint("another")));
        driver.publishFunction("QED", spoilt(4, tag -> tag.setSha256("0".repeat(64))));
        driver.publishFunction("Other", spoilt(1, tag -> tag.setSha256("0".repeat(64))));

        TagStatus status = driver.tagRegistry.status(TagUse.FUNCTION, "QED").orElseThrow();
        assertThat(status.inUse().version()).isEqualTo(2);
        assertThat(status.lastRefused().version()).isEqualTo(4);
        assertThat(status.refusals()).isEqualTo(1);
        assertThat(driver.tags.current().function("QED").orElseThrow().id().version())
                .isEqualTo(2);
        assertThat(driver.tagRegistry
                        .status(TagUse.FUNCTION, "Other")
                        .orElseThrow()
                        .inUse())
                .isNull();
    }

    @Test
    void asksTheArchiveForNothingThatIsInUseOrOnTrial() {
        driver.archive.add(spoilt(2, tag -> {}));
        driver.publish(function(1));
        driver.publishFunction("QED", spoilt(3, tag -> tag.setModelFingerprint("another")));
        driver.publishShadow("QED", spoilt(4, tag -> tag.setModelFingerprint("another")));

        assertThat(driver.tagRegistry
                        .status(TagUse.FUNCTION, "QED")
                        .orElseThrow()
                        .inUse()
                        .version())
                .isEqualTo(1);
        assertThat(driver.tagRegistry.status(TagUse.SHADOW, "QED").orElseThrow().inUse())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = TagUse.class,
            names = {"FUNCTION", "SHADOW"})
    void namesAFunctionTagThatMeetsAnotherDomainTagThanItWasLearnedWith(TagUse use) {
        driver.publish(domain(1));
        TagId learnedWith = driver.tags.current().domain("SMILES").orElseThrow().id();
        TagVersion function = TagCodec.toWire(function(3), ScreeningDriver.provenance(learnedWith));
        if (use == TagUse.FUNCTION) {
            driver.publishFunction("QED", function);
        } else {
            driver.publishShadow("QED", function);
        }
        assertThat(driver.tagRegistry.compositions()).isEmpty();

        driver.publishDomain(
                "SMILES", TagCodec.renumbered(TagCodec.toWire(domain(1), ScreeningDriver.provenance()), 2));
        assertThat(driver.tagRegistry.compositions())
                .as("the same content under another number")
                .isEmpty();

        driver.publish(domain(3));
        assertThat(driver.tagRegistry.compositions())
                .extracting(DomainTagMismatch::toString)
                .containsExactly(
                        "%s QED version 3 was learned with domain tag SMILES version 1 and is used with version 3"
                                .formatted(use));
        assertThat(driver.tagRegistry.status(use, "QED").orElseThrow().refusals())
                .as("it is used all the same")
                .isZero();

        driver.publishDomain("SMILES", null);
        assertThat(driver.tagRegistry.compositions()).isEmpty();
    }

    private static Consumer<TagVersion.Builder> change(Consumer<TagVersion.Builder> change) {
        return change;
    }

    private static TagVersion spoilt(long version, Consumer<TagVersion.Builder> spoil) {
        TagVersion.Builder tag =
                TagVersion.newBuilder(TagCodec.toWire(function(version), ScreeningDriver.provenance()));
        spoil.accept(tag);
        return tag.build();
    }

    private static List<TagMember> notANumber(TagVersion.Builder tag) {
        TagMember member = tag.getMembers().get(0);
        ByteBuffer rows = ByteBuffer.allocate(member.getRows().remaining());
        rows.put(member.getRows().duplicate()).flip();
        rows.order(ByteOrder.LITTLE_ENDIAN).putFloat(0, Float.NaN);
        return List.of(TagMember.newBuilder(member).setRows(rows).build());
    }

    private static FunctionTag function(long version) {
        return TagExamples.function("QED", version, FakeScorer.WIDTH, TagExamples.MOLECULE_TEMPLATE, 1);
    }

    private static DomainTag domain(long version) {
        return TagExamples.domain("SMILES", version, FakeScorer.WIDTH);
    }
}
