package dev.tagstream.trainer.topology;

import dev.tagstream.runtime.streams.PatientDeserializer;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.tags.text.ShortLine;
import dev.tagstream.trainer.functions.Functions;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads declarations into {@link Functions}; one that can't be used is refused, and what was declared before stays. */
final class DeclarationUpdater implements Processor<byte[], byte[], Void, Void> {
    private static final Logger log = LoggerFactory.getLogger(DeclarationUpdater.class);

    private final Functions functions;
    private final PatientDeserializer<FunctionDeclaration> deserializer;
    private @Nullable KeyValueStore<String, Long> declared; // when, by name

    DeclarationUpdater(Functions functions, PatientDeserializer<FunctionDeclaration> deserializer) {
        this.functions = functions;
        this.deserializer = deserializer;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        declared = context.getStateStore(FunctionStores.DECLARED);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.key() == null) {
            log.warn("A declaration without a key is passed over");
            return;
        }
        String name = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            functions.withdraw(name);
            store().delete(name);
            return;
        }
        try {
            FunctionDeclaration declaration = deserializer.read(record.value());
            if (!declaration.getName().equals(name)) {
                throw new IllegalArgumentException("it is for %s".formatted(ShortLine.value(declaration.getName())));
            }
            functions.declare(declaration);
            store().put(name, declaration.getDeclaredAt().toEpochMilli());
            log.info("Function {} is declared, in {}", name, declaration.getUnit());
        } catch (SerializationException | IllegalArgumentException e) {
            log.warn(
                    "A declaration of function {} is refused: {}",
                    ShortLine.value(name),
                    ShortLine.of(String.valueOf(e.getMessage())));
        }
    }

    private KeyValueStore<String, Long> store() {
        return Objects.requireNonNull(declared, "init comes first");
    }

    @Override
    public void close() {
        deserializer.close();
    }
}
