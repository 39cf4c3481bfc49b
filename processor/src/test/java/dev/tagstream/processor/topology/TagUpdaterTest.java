package dev.tagstream.processor.topology;

import static dev.tagstream.processor.Requests.pair;
import static dev.tagstream.processor.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.common.kafka.TagArchive;
import dev.tagstream.common.wire.KeyFiles;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagSigner;
import dev.tagstream.common.wire.TagTrust;
import dev.tagstream.processor.Requests;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.runtime.streams.RetryPause;
import dev.tagstream.runtime.streams.TagUpdater;
import dev.tagstream.runtime.streams.TagUse;
import dev.tagstream.schemas.RegistryUnavailableException;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.TagSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagUpdaterTest {
    private static final DomainTag PROTEIN = TagExamples.domain("Protein", 1, FakeScorer.WIDTH);

    private final ScreeningDriver driver = new ScreeningDriver();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void activatesTheVersionsOfBothTopics() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 4));

        TagSet tags = driver.tags.current();
        assertThat(tags.domains()).extracting(tag -> tag.id().name()).containsExactly("Protein", "SMILES");
        assertThat(tags.functions())
                .extracting(tag -> tag.id().name())
                .containsExactly("BindingAffinity", "QED", "Solubility");
        assertThat(tags.function("Solubility").orElseThrow().id().version()).isEqualTo(4);
        assertThat(tags.domain("Protein").orElseThrow().rows())
                .isEqualTo(TagExamples.domain("Protein", 4, FakeScorer.WIDTH).rows());
    }

    @Test
    void withdrawsATagWithoutTouchingTheOthers() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        driver.publishFunction("QED", null);
        driver.publishDomain("Protein", null);
        driver.publishDomain("NeverThere", null);
        driver.submit(request("c1", "CCO", Requests.PROTEIN, "QED", "BindingAffinity", "Solubility"));
        driver.scoreAll();

        assertThat(driver.rejected)
                .extracting(record -> record.value().getReason())
                .containsExactlyInAnyOrder("FUNCTION_UNKNOWN", "DOMAIN_TAG_MISSING");
        assertThat(driver.predictions)
                .extracting(record -> record.value().getFunction())
                .containsExactly("Solubility");
        driver.assertBalanced(3, 0);
    }

    @Test
    void keepsTheVersionInUseWhenTheNextIsRefused() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        TagVersion good =
                TagCodec.toWire(TagExamples.domain("Protein", 2, FakeScorer.WIDTH), ScreeningDriver.provenance());
        driver.publishDomain(
                "Protein",
                TagVersion.newBuilder(good).setModelFingerprint("another").build());
        driver.publishDomain(
                "Protein", TagVersion.newBuilder(good).setSha256("0".repeat(64)).build());
        driver.publishDomain(
                "Protein", TagVersion.newBuilder(good).setName("SMILES").build());
        driver.publishDomain(
                "Protein", TagVersion.newBuilder(good).setKind(TagKind.FUNCTION).build());
        driver.publish(TagExamples.domain("SMILES", 2, FakeScorer.WIDTH + 1));
        driver.submit(pair("c1", "CCO"));
        driver.scoreAll();

        assertThat(driver.predictions)
                .singleElement()
                .satisfies(record -> assertThat(record.value().getDomainTags()).allMatch(tag -> tag.getVersion() == 1));
        driver.assertBalanced(1, 0);
    }

    @Test
    void refusesBytesThatAreNoTag() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        driver.publishDomainBytes("Protein", new byte[] {0, 0, 0});

        assertThat(driver.tags.current().domain("Protein").orElseThrow().id().version())
                .isEqualTo(1);
    }

    @Test
    void waitsForARegistryThatGivesNoAnswer() {
        Deque<RuntimeException> outages = new ArrayDeque<>(List.of(outage(), outage(), outage()));
        TagVersion version = TagCodec.toWire(PROTEIN, ScreeningDriver.provenance());
        TagUpdater updater = updater((topic, bytes) -> {
            if (!outages.isEmpty()) {
                throw outages.remove();
            }
            return version;
        });

        updater.process(new Record<>("Protein".getBytes(StandardCharsets.UTF_8), new byte[] {1}, 0));

        assertThat(outages).isEmpty();
        assertThat(driver.tags.current().domain("Protein")).isPresent();
    }

    @Test
    void keepsTheVersionInUseWhenTheNextIsNotSignedByATrustedKey(@TempDir Path folder) throws IOException {
        TagTrust trust = TagTrust.of(List.of(KeyFiles.generate(folder.resolve("signing.key"))));
        TagSigner signer = TagSigner.of(folder.resolve("signing.key"));
        TagVersion first = TagCodec.toWire(PROTEIN, ScreeningDriver.provenance());
        TagVersion second =
                TagCodec.toWire(TagExamples.domain("Protein", 2, FakeScorer.WIDTH), ScreeningDriver.provenance());
        Deque<TagVersion> versions = new ArrayDeque<>(List.of(
                signer.forUse(first), second, signer.forTrial(second), signer.forUse(second), signer.forUse(first)));
        TagUpdater updater = updater((topic, bytes) -> versions.remove(), trust);

        List<Long> inUse = new ArrayList<>();
        while (!versions.isEmpty()) {
            updater.process(new Record<>("Protein".getBytes(StandardCharsets.UTF_8), new byte[] {1}, 0));
            inUse.add(driver.tags.current().domain("Protein").orElseThrow().id().version());
        }

        assertThat(inUse).containsExactly(1L, 1L, 1L, 2L, 2L);
        assertThat(driver.tagRegistry.status(TagUse.DOMAIN, "Protein"))
                .get()
                .satisfies(status -> assertThat(status.refusals()).isEqualTo(3))
                .satisfies(status ->
                        assertThat(status.lastRefused().reason()).contains("version 1", "version 2 is in use"));
    }

    private static RegistryUnavailableException outage() {
        return new RegistryUnavailableException("no answer", new IOException("refused"));
    }

    private TagUpdater updater(Deserializer<TagVersion> deserializer) {
        return updater(deserializer, TagTrust.ANYBODY);
    }

    private TagUpdater updater(Deserializer<TagVersion> deserializer, TagTrust trust) {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        context.setCurrentSystemTimeMs(ScreeningDriver.START.toEpochMilli());
        KeyValueStore<String, Long> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("versions"), Serdes.String(), Serdes.Long())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        TagUpdater updater = new TagUpdater(
                TagUse.DOMAIN,
                "domain-tags",
                "versions",
                driver.scorer,
                driver.tags,
                driver.tagRegistry,
                new RetryPause(Duration.ofMillis(1), Duration.ofMillis(1)),
                trust,
                deserializer,
                TagArchive.EMPTY);
        updater.init(context);
        return updater;
    }
}
