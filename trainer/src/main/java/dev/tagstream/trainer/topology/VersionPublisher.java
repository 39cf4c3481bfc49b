package dev.tagstream.trainer.topology;

import dev.tagstream.common.wire.TagHistoryKey;
import dev.tagstream.common.wire.TagKeys;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.trainer.intake.ValidatedResult;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends what one stream task has to say to the sinks. To be used on the stream thread only. */
final class VersionPublisher {
    private final ProcessorContext<Object, Object> context;
    private final TagKeys keys;

    /** @param keys that versions are signed with */
    VersionPublisher(ProcessorContext<Object, Object> context, TagKeys keys) {
        this.context = context;
        this.keys = keys;
    }

    /** Puts a version into use. */
    void publish(TagVersion version) {
        TagVersion signed = keys.forUse(version);
        send(signed.getName(), signed, TrainerTopology.FUNCTION_TAGS_OUT);
        send(TagHistoryKey.of(signed).toString(), signed, TrainerTopology.TAG_HISTORY_OUT);
    }

    /** Puts a version beside the one in use. */
    void tryOut(TagVersion version) {
        TagVersion signed = keys.forTrial(version);
        send(signed.getName(), signed, TrainerTopology.SHADOW_TAGS);
        Headers headers = new RecordHeaders().add(TagHistoryKey.ON_TRIAL, new byte[0]);
        context.forward(
                new Record<Object, Object>(TagHistoryKey.of(signed).toString(), signed, now(), headers),
                TrainerTopology.TAG_HISTORY_OUT);
    }

    void announce(GateVerdict verdict) {
        send(verdict.getFunction(), verdict, TrainerTopology.GATE_VERDICTS);
    }

    /** Passes a result on to where its compound was predicted, at the time it was sent. */
    void compare(ValidatedResult validated) {
        AssayResult result = AssayResult.newBuilder(validated.result())
                .setSmiles(validated.canonicalSmiles())
                .setData(validated.canonicalData().isEmpty() ? null : validated.canonicalData())
                .build();
        context.forward(
                new Record<Object, Object>(
                        result.getCompoundId(), result, validated.source().timestamp()),
                TrainerTopology.ACCEPTED_RESULTS_OUT);
    }

    long now() {
        return context.currentSystemTimeMs();
    }

    private void send(String key, Object value, String sink) {
        context.forward(new Record<Object, Object>(key, value, now()), sink);
    }
}
