package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.UnusableInputException;
import dev.tagstream.schemas.TagVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * One tag version in a file: an Avro data file with one {@link TagVersion}, which carries all that the topic carries, its
 * schema and its checksum.
 */
final class TagFile {
    /** Learned values hardly shrink; the codec is there for its checksum over all of the record. */
    private static final int LEVEL = 3;

    /** Checksum of the schema in the file: with a damaged one, Avro would take defaults for fields it does not find. */
    private static final String SCHEMA_SHA256 = "tagstream.schema.sha256";

    private TagFile() {}

    /** Writes a version; the file appears whole or not at all. */
    static void write(Path file, TagVersion version) {
        Path place = file.toAbsolutePath();
        Path draft = place.resolveSibling(
                "." + place.getFileName() + "." + ProcessHandle.current().pid() + ".draft");
        try {
            try (DataFileWriter<TagVersion> writer =
                    new DataFileWriter<>(new SpecificDatumWriter<>(TagVersion.class))) {
                writer.setCodec(CodecFactory.zstandardCodec(LEVEL, true));
                writer.setMeta(
                        SCHEMA_SHA256, Sha256.of(TagVersion.getClassSchema().toString()));
                writer.create(TagVersion.getClassSchema(), Files.newOutputStream(draft));
                writer.append(version);
            }
            Files.move(draft, place, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UnusableInputException("%s can't be written: %s.".formatted(file, e.getMessage()));
        }
    }

    /** Reads the version of a file; {@link UnusableInputException} or {@link VerbFailedException} if it is damaged. */
    static TagVersion read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UnusableInputException(file + " does not exist, or is no file.");
        }
        TagVersion version = first(file);
        TagIntegrity.check(version);
        return version;
    }

    private static TagVersion first(Path file) {
        try (DataFileReader<TagVersion> reader =
                new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(TagVersion.class))) {
            if (!Sha256.of(reader.getMetaString(DataFileConstants.SCHEMA))
                    .equals(reader.getMetaString(SCHEMA_SHA256))) {
                throw new IOException("its schema does not give its checksum");
            }
            return reader.next();
        } catch (IOException | RuntimeException | OutOfMemoryError e) { // Avro throws all of these on damaged bytes
            throw new UnusableInputException(
                    "%s is damaged, or no file of `tagstream tags export`: %s.".formatted(file, e.getMessage()));
        }
    }
}
