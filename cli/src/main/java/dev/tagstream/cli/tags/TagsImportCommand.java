package dev.tagstream.cli.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.tags.TagFile;
import dev.tagstream.client.tags.TagPublisher;
import dev.tagstream.schemas.TagVersion;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags import}: a version from a file in use. */
@Command(
        name = "import",
        description = {
            "Put a function tag in use that `tagstream tags export` wrote, under the next number of its name.",
            "Refused if the file is damaged, or the tag was learned for another model or with other domain tags than those in"
                    + " use."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"  tagstream tags import affinity3.avro"})
final class TagsImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "File with a tag version.")
    Path file;

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        KafkaConnection connection = verb.connect();
        TagVersion version = TagFile.read(file);
        String origin = "imported from %s, where it was version %d".formatted(file.getFileName(), version.getVersion());
        return verb.print(new TagPublisher(connection).publishAgain(version, origin, false));
    }
}
