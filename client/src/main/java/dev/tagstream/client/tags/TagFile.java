package dev.tagstream.client.tags;

import com.github.luben.zstd.ZstdInputStream;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.FileLimits;
import dev.tagstream.client.files.UnusableInputException;
import dev.tagstream.schemas.AvroLimits;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.file.DraftFile;
import dev.tagstream.tags.text.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * One tag version in a file: an Avro data file with one {@link TagVersion}, which carries all that the topic carries, its
 * schema and its checksum.
 */
public final class TagFile {
    /** Learned values hardly shrink; the codec is there for its checksum over all of the record. */
    private static final int LEVEL = 3;

    private static final String CODEC = "zstandard";

    /** Logarithm of the bytes that unpacking may look back on, which it has to keep. */
    private static final int MAX_WINDOW_LOG = 24;

    /** Checksum of the schema in the file: with a damaged one, Avro would take defaults for fields it does not find. */
    private static final String SCHEMA_SHA256 = "tagstream.schema.sha256";

    static {
        AvroLimits.apply();
    }

    private TagFile() {}

    /** Writes a version; the file appears whole or not at all. */
    public static void write(Path file, TagVersion version) {
        try (DraftFile draft = DraftFile.of(file)) {
            try (DataFileWriter<TagVersion> writer =
                    new DataFileWriter<>(new SpecificDatumWriter<>(TagVersion.class))) {
                writer.setCodec(CodecFactory.zstandardCodec(LEVEL, true));
                writer.setMeta(
                        SCHEMA_SHA256, Sha256.hex(TagVersion.getClassSchema().toString()));
                writer.create(TagVersion.getClassSchema(), Files.newOutputStream(draft.path()));
                writer.append(version);
            }
            draft.commit();
        } catch (IOException e) {
            throw new UnusableInputException("%s can't be written: %s.".formatted(file, e.getMessage()));
        }
    }

    /** Reads the version of a file; {@link UnusableInputException} or {@link TagstreamException} if it is damaged. */
    public static TagVersion read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UnusableInputException(file + " does not exist, or is no file.");
        }
        checkSize(file);
        TagVersion version = first(file);
        TagIntegrity.check(version);
        return version;
    }

    private static void checkSize(Path file) {
        try {
            if (Files.size(file) > FileLimits.TAG_FILE_BYTES) {
                throw new UnusableInputException("%s has %,d bytes, allowed are %,d."
                        .formatted(file, Files.size(file), FileLimits.TAG_FILE_BYTES));
            }
        } catch (IOException e) {
            throw new UnusableInputException("%s can't be read: %s.".formatted(file, e.getMessage()));
        }
    }

    private static TagVersion first(Path file) {
        try (DataFileReader<TagVersion> reader =
                new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(TagVersion.class))) {
            if (!Sha256.hex(reader.getMetaString(DataFileConstants.SCHEMA))
                    .equals(reader.getMetaString(SCHEMA_SHA256))) {
                throw new IOException("its schema does not give its checksum");
            }
            if (!CODEC.equals(reader.getMetaString(DataFileConstants.CODEC))) {
                throw new IOException("it is not packed by " + CODEC);
            }
            checkUnpacked(file, reader.previousSync());
            return reader.next();
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) { // all, on damaged bytes
            throw new UnusableInputException(
                    "%s is damaged, or no file of `tagstream tags export`: %s.".formatted(file, e.getMessage()));
        }
    }

    /** That the block at {@code start} does not become larger than a version can be. Avro would unpack it into memory first. */
    private static void checkUnpacked(Path file, long start) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            bytes.skipNBytes(start);
            BinaryDecoder head = DecoderFactory.get().directBinaryDecoder(bytes, null);
            head.readLong(); // records
            long packed = Math.max(0, Math.min(head.readLong(), FileLimits.TAG_FILE_BYTES));
            InputStream block = new ByteArrayInputStream(bytes.readNBytes((int) packed));
            try (ZstdInputStream unpacked = new ZstdInputStream(block).setLongMax(MAX_WINDOW_LOG)) {
                if (unpacked.skip(FileLimits.TAG_UNPACKED_BYTES + 1) > FileLimits.TAG_UNPACKED_BYTES) {
                    throw new IOException("it unpacks to more than %,d bytes".formatted(FileLimits.TAG_UNPACKED_BYTES));
                }
            }
        }
    }
}
