package dev.tagstream.fuzz.door;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.UnusableInputException;
import dev.tagstream.client.tags.TagFile;
import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.fuzz.ScratchFile;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.text.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;

/** A file with a tag version, as `tagstream tags import` reads it. */
public final class TagFileDoor implements Door {
    private static final String SCHEMA_SHA256 = "tagstream.schema.sha256";
    private static final TagVersion VERSION = TagCodec.toWire(
            new FunctionTag(
                    new TagId("F", 3, ""),
                    List.of(new FunctionTag.Member(
                            new Rows(1, 2, new float[] {1, 2}), new Rows(1, 2, new float[] {3, 4}))),
                    6,
                    1.5,
                    "pKi",
                    PromptTemplate.parse("{bos}{SMILES}\n{function}")),
            new Provenance("model", "tokenizer", List.of(), Map.of(), 0, "", Instant.EPOCH));

    private final ScratchFile file = ScratchFile.named("F.tag");

    public TagFileDoor() throws IOException {}

    @Override
    public Answer take(byte[] input) throws IOException {
        try {
            TagFile.read(file.write(input));
            return Answer.accepted();
        } catch (UnusableInputException | TagstreamException e) {
            return Answer.refused(e.getMessage());
        }
    }

    @Override
    public List<byte[]> examples() {
        try {
            TagFile.write(file.path(), VERSION);
            return List.of(Files.readAllBytes(file.path()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>(Door.texts(
                "avro.schema",
                "avro.codec",
                "zstandard",
                "deflate",
                "bzip2",
                "xz",
                "null",
                "snappy",
                SCHEMA_SHA256,
                "Obj\u0001",
                "{\"type\":\"record\"",
                "\"bytes\"",
                "[\"null\",",
                "}"));
        words.add(new byte[] {-2, -1, -1, -1, 15}); // 2^31 - 1
        words.add(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1}); // -2^63
        return words;
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        return Map.of(
                new Hostile("48 MB of zeros in a few kB", Answer.REFUSED),
                bomb("zstandard", CodecFactory.zstandardCodec(3, true)),
                new Hostile("the same by another codec", Answer.REFUSED),
                bomb("deflate", CodecFactory.deflateCodec(9)),
                new Hostile("a schema nested as deep as it is long", Answer.REFUSED),
                header("{\"type\":\"array\",\"items\":".repeat(5_000) + "\"int\"" + "}".repeat(5_000)));
    }

    /** Of another schema, but with the checksum that a file of ours would have. */
    private static byte[] bomb(String name, CodecFactory codec) {
        Schema schema = Schema.create(Schema.Type.BYTES);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(codec);
            writer.setMeta(SCHEMA_SHA256, Sha256.hex(schema.toString()));
            writer.setSyncInterval(64 << 20);
            writer.create(schema, out);
            writer.append(java.nio.ByteBuffer.wrap(new byte[48 << 20]));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] header(String schema) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'O', 'b', 'j', 1});
        out.writeBytes(number(1));
        out.writeBytes(number(11));
        out.writeBytes(Door.bytes("avro.schema"));
        out.writeBytes(number(schema.length()));
        out.writeBytes(Door.bytes(schema));
        out.writeBytes(number(0));
        out.writeBytes(new byte[16]);
        return out.toByteArray();
    }

    private static byte[] number(int number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int left = number << 1; ; left >>>= 7) {
            if (left < 128) {
                out.write(left);
                return out.toByteArray();
            }
            out.write(left & 127 | 128);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
