package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.tags.TagPublisher;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagHistoryKey;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.SharedStack;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.processor.ScreeningProcessor;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.streams.TagStatus;
import dev.tagstream.runtime.streams.TagUse;
import dev.tagstream.runtime.tags.TagBundle;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.Topics;
import dev.tagstream.tags.TagId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor that starts while a version that it can't use is all that the compacted topic has kept of a function tag. */
class RefusedTagIT {
    private static final Topics TOPICS = SharedStack.topics(RefusedTagIT.class);
    private static final String FUNCTION = "BindingAffinity";

    @TempDir
    Path folder;

    private final CommandRun run = new CommandRun();

    @Test
    void takesTheNewestOfTheHistoryThatWasInUseAndThatItCanUse() throws Exception {
        ModelOptions model = new ModelOptions();
        try (VerbStack stack = new VerbStack(RefusedTagIT.class, folder.resolve("stack"));
                LlamaEngine engine = model.open()) {
            TagBundle bundle = model.tags(engine).orElseThrow();
            TagVersion sound = version(bundle, FUNCTION);
            new TagPublisher(stack.connection())
                    .publish(bundle.versions().stream()
                            .filter(version -> version.getKind() == TagKind.DOMAIN)
                            .toList());
            history(stack, TagCodec.renumbered(sound, 1));
            history(stack, TagCodec.renumbered(sound, 2));
            stack.write(onTrial(stack, TagCodec.renumbered(sound, 3)));
            TagVersion unusable = TagVersion.newBuilder(TagCodec.renumbered(sound, 4))
                    .setModelFingerprint("another")
                    .build();
            history(stack, unusable);
            stack.write(TOPICS.functionTags().name(), FUNCTION, unusable);

            try (ScreeningProcessor processor = new ScreeningProcessor(
                    ProcessorSettings.CATALOGUE.resolve(
                            List.of(SettingsSource.commandLine(LocalScreening.settings(stack.stack(), model)))),
                    new FakeScorer(engine))) {
                processor.start();
                processor.awaitRunning(Duration.ofMinutes(2));

                assertThat(processor.tags().current().function(FUNCTION))
                        .get()
                        .satisfies(tag -> assertThat(tag.id().version()).isEqualTo(2));
                TagStatus status = processor
                        .tagRegistry()
                        .status(TagUse.FUNCTION, FUNCTION)
                        .orElseThrow();
                assertThat(status.inUse())
                        .isNotNull()
                        .extracting(TagId::version)
                        .isEqualTo(2L);
                assertThat(status.lastRefused()).isNotNull();
                assertThat(status.lastRefused().version()).isEqualTo(4);
            }
            assertThat(stack.run(run, "tags", "list", "--json")).as(run.err()).isEqualTo(ExitCode.DONE);
            assertThat(new ObjectMapper().readTree(run.out()))
                    .filteredOn(row -> row.get("name").asText().equals(FUNCTION))
                    .singleElement()
                    .satisfies(RefusedTagIT::saysBoth);
        }
    }

    private static void saysBoth(JsonNode row) {
        assertThat(row.get("version").asInt()).isEqualTo(2);
        assertThat(row.get("refused").asText()).isEqualTo("version 4");
    }

    private static TagVersion version(TagBundle bundle, String name) {
        return bundle.versions().stream()
                .filter(version -> version.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void history(VerbStack stack, TagVersion version) throws Exception {
        stack.write(TOPICS.tagHistory().name(), TagHistoryKey.of(version).toString(), version);
    }

    private static ProducerRecord<byte[], byte[]> onTrial(VerbStack stack, TagVersion version) {
        String topic = TOPICS.tagHistory().name();
        ProducerRecord<byte[], byte[]> entry = new ProducerRecord<>(
                topic,
                TagHistoryKey.of(version).toString().getBytes(StandardCharsets.UTF_8),
                stack.bytes(topic, version));
        entry.headers().add(TagHistoryKey.ON_TRIAL, new byte[0]);
        return entry;
    }
}
