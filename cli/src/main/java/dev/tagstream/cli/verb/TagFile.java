package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.UnusableInputException;
import dev.tagstream.schemas.TagVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.CodecFactory;
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
                writer.create(TagVersion.getClassSchema(), Files.newOutputStream(draft));
                writer.append(version);
            }
            Files.move(draft, place, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UnusableInputException("%s can't be written: %s.".formatted(file, e.getMessage()));
        }
    }

    /** Reads the one version of a file; {@link UnusableInputException} if there is none, {@link VerbFailedException} if it is damaged. */
    static TagVersion read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UnusableInputException(file + " does not exist, or is no file.");
        }
        TagVersion version;
        try (DataFileReader<TagVersion> reader =
                new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(TagVersion.class))) {
            if (!reader.hasNext()) {
                throw new UnusableInputException(file + " holds no tag version.");
            }
            version = reader.next();
        } catch (IOException | AvroRuntimeException | OutOfMemoryError e) { // a damaged length asks for too much
            throw new UnusableInputException(
                    "%s is damaged, or no file of `tagstream tags export`: %s.".formatted(file, e.getMessage()));
        }
        TagIntegrity.check(version);
        return version;
    }
}
