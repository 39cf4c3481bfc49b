package dev.tagstream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagReading;
import dev.tagstream.common.wire.TagTrust;
import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.Fingerprint;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.Task;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tags that version 0.1 published for the embedded model, each with the schema it was written with. Installations have such records
 * on their topics, so the files are never written anew: what reads them has to go on reading them.
 */
class PublishedTagsTest {
    private static final String MODEL = "ba8acabf0ca26d46c66ec7db9c79aad8efcd7e1fddc61470b9847f38981f1ca0";
    private static final String TOKENIZER = "b3455e492fe31707935652ddcf05a078d02ac2415ae130c94c345ef2334ad9c7";
    private static final String ROWS_SHA256 = "1727694c16d91bbc91a432eec2be034c2b6d641a3bc4e813d65fed48494d9b33";

    private static Checkpoint model;

    @BeforeAll
    static void unpack(@TempDir Path folder) {
        model = Checkpoint.open(EmbeddedModel.unpackInto(folder));
    }

    @Test
    void theEmbeddedModelKeepsItsFingerprints() {
        assertThat(Fingerprint.ofModel(model)).isEqualTo(MODEL);
        assertThat(Fingerprint.ofFile(model.tokenizerFile())).isEqualTo(TOKENIZER);
    }

    @Test
    void acceptsADomainTag() {
        TagReading reading = read(published("domain"));

        assertThat(reading)
                .asInstanceOf(type(TagReading.AcceptedDomain.class))
                .extracting(accepted -> accepted.tag().id().sha256())
                .isEqualTo("3d7c8cf5653cc57036d2383ccb2c35ec737c90402e9c1c98ff8b832ee9aa304d");
    }

    @Test
    void acceptsAFunctionTagOfRowsAlone() {
        FunctionTag tag = accepted(published("rows"));

        assertThat(tag.id().sha256()).isEqualTo(ROWS_SHA256);
        assertThat(tag.members().get(0).rows().rows()).isEqualTo(3);
        assertThat(tag.targetMean()).isEqualTo(6.5);
        assertThat(tag.unit()).isEqualTo("pKd");
    }

    @Test
    void acceptsAnExtendedFunctionTag() {
        FunctionTag tag = accepted(published("extended"));

        assertThat(tag.id().sha256()).isEqualTo("88a5c7913275984bcbf8f9e6375c1337eb0e3f7e172c213d82a4f9d1ea01380e");
        assertThat(tag.task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(tag.classes()).containsExactly("none", "some", "much");
        assertThat(tag.offsets()).containsEntry("0123456789abcdef", 0.25).hasSize(2);
        assertThat(tag.members().get(0).readRows()).isEqualTo(2);
        assertThat(tag.members().get(0).deep()).isNotNull();
    }

    @Test
    void acceptsAFunctionTagWithLowRankUpdates() {
        FunctionTag tag = accepted(published("low-rank"));

        assertThat(tag.id().sha256()).isEqualTo("5fe752fa37c88f7e5d44ae41596c7d0c115c8a99e71df8b88e39e659f34233f5");
        assertThat(tag.members().get(0).lowRank())
                .isNotNull()
                .extracting(LowRank::rank)
                .isEqualTo(1);
    }

    @Test
    void believesASignatureOfItsKeyAndOfNoOtherContent() {
        TagTrust trust = TagTrust.of(List.of(file("signer.pub").toPath()));
        TagVersion signed = published("signed");

        assertThat(trust.objectionToUse(signed, 3L)).isEmpty();
        assertThat(accepted(signed).id().sha256()).isEqualTo(ROWS_SHA256);
        assertThat(trust.objectionToUse(
                        TagVersion.newBuilder(signed).setExamples(101).build(), 3L))
                .isPresent();
        assertThat(trust.objectionToUse(published("rows"), null)).isPresent();
    }

    private static FunctionTag accepted(TagVersion version) {
        TagReading reading = read(version);
        assertThat(reading).isInstanceOf(TagReading.AcceptedFunction.class);
        return ((TagReading.AcceptedFunction) reading).tag();
    }

    private static TagReading read(TagVersion version) {
        return TagCodec.fromWire(
                version,
                Fingerprint.ofModel(model),
                Fingerprint.ofFile(model.tokenizerFile()),
                model.config().hiddenSize(),
                model.config().layers());
    }

    private static TagVersion published(String name) {
        try (DataFileReader<TagVersion> records =
                new DataFileReader<>(file(name + ".avro"), new SpecificDatumReader<>(TagVersion.class))) {
            return records.next();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static File file(String name) {
        try {
            return new File(PublishedTagsTest.class
                    .getResource("/published-tags/" + name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
