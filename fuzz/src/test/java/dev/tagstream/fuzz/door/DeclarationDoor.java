package dev.tagstream.fuzz.door;

import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.fuzz.Wire;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.TagTask;
import dev.tagstream.trainer.functions.Functions;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Values of the topic of function declarations. */
public final class DeclarationDoor implements Door {
    private static final FunctionDeclaration NUMBER = FunctionDeclaration.newBuilder()
            .setName("BindingAffinity")
            .setUnit("pKi")
            .setTemplate("{bos}{Protein}\n{SMILES}\n{function}")
            .setPinned(3L)
            .setDeclaredAt(Instant.EPOCH)
            .build();
    private static final FunctionDeclaration CLASSES = FunctionDeclaration.newBuilder(NUMBER)
            .setTask(TagTask.CLASSIFICATION)
            .setClasses(List.of("no", "yes"))
            .build();

    private final Wire<FunctionDeclaration> wire = new Wire<>("functions", FunctionDeclaration.class, NUMBER);
    private final Deserializer<FunctionDeclaration> deserializer = wire.deserializer();
    private final Functions functions = new Functions(new ActiveTags());

    @Override
    public Answer take(byte[] input) {
        try {
            FunctionDeclaration declaration = deserializer.deserialize(wire.topic(), input);
            functions.declare(declaration);
            functions.withdraw(declaration.getName());
            return Answer.accepted();
        } catch (SerializationException e) {
            return new Answer("UNDECODABLE", "");
        } catch (IllegalArgumentException e) {
            return Answer.refused(e.getMessage());
        }
    }

    @Override
    public List<byte[]> examples() {
        return List.of(wire.bytes(NUMBER), wire.bytes(CLASSES));
    }

    @Override
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>(wire.words());
        words.addAll(Door.texts("{SMILES}", "{", "}", "{function}", "{bos}", "\n", "\u0000"));
        return words;
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        return Map.of(
                new Hostile("a template of 300,000 slots", Answer.REFUSED),
                wire.bytes(FunctionDeclaration.newBuilder(NUMBER)
                        .setTemplate("{S}".repeat(300_000) + "{function}")
                        .build()),
                new Hostile("90,000 classes", Answer.REFUSED),
                wire.bytes(FunctionDeclaration.newBuilder(CLASSES)
                        .setClasses(Collections.nCopies(90_000, "c"))
                        .build()),
                new Hostile("a name that announces a gigabyte", "UNDECODABLE"),
                announcingGigabyte());
    }

    private byte[] announcingGigabyte() {
        int envelope = 1 + Integer.BYTES; // magic and schema id
        byte[] length = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 8}; // 2^30, as Avro writes it
        return ByteBuffer.allocate(envelope + length.length)
                .put(wire.bytes(NUMBER), 0, envelope)
                .put(length)
                .array();
    }
}
