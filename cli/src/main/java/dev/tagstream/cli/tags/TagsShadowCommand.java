package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.tags.TagFile;
import dev.tagstream.client.tags.TagHistory;
import dev.tagstream.client.tags.TagIntegrity;
import dev.tagstream.client.tags.TagPublisher;
import dev.tagstream.schemas.TagVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags shadow}: starts the trial of a version. */
@Command(
        name = "shadow",
        description = {
            "Try a version of a function tag out beside the one in use: processors score every request with both, and the"
                    + " candidate's numbers go to a topic of their own.",
            "A trial replaces the one before it. `tagstream tags promote` puts the candidate in use, `tagstream tags drop` ends"
                    + " the trial."
        },
        footer = {"  tagstream tags shadow BindingAffinity@3"},
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TagsShadowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME@VERSION|FILE", description = "A version of the history, or an exported file.")
    String candidate;

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        KafkaConnection connection = verb.connect();
        TagVersion version = version(connection);
        new TagPublisher(connection).startTrial(version);
        verb.print(DecisionTables.trial("started", version));
        return ExitCode.DONE;
    }

    private TagVersion version(KafkaConnection connection) {
        if (Files.isRegularFile(Path.of(candidate))) {
            return TagFile.read(Path.of(candidate));
        }
        VersionName name = new VersionName.Converter().convert(candidate);
        if (name.version().isEmpty()) {
            throw new TagstreamException(
                    "%s is no file, and names no version; write %s@3, say.".formatted(candidate, candidate));
        }
        TagVersion version = TagHistory.read(connection, name.name()).require(name.version());
        TagIntegrity.checkOwn(version, connection);
        return version;
    }
}
