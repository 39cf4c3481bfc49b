package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.client.tags.TagHistory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags diff}: two versions beside each other. */
@Command(
        name = "diff",
        description = {
            "Print what differs between two versions: metrics, examples, domain tags, origin, and how far the learned values"
                    + " lie apart (the norm of their difference, and the cosine between them).",
            "What is the same is left out. A name without a number is the version in use."
        },
        footer = {"  tagstream tags diff BindingAffinity@3 BindingAffinity"},
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TagsDiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", converter = VersionName.Converter.class, description = "NAME[@VERSION].")
    VersionName a;

    @Parameters(index = "1", paramLabel = "B", converter = VersionName.Converter.class, description = "NAME[@VERSION].")
    VersionName b;

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        KafkaConnection connection = verb.connect();
        TagCatalogue tags = TagCatalogue.read(connection);
        TagHistory left = TagHistory.read(connection, a.name(), tags);
        TagHistory right = a.name().equals(b.name()) ? left : TagHistory.read(connection, b.name(), tags);
        verb.print(TagDifference.of(left.require(a.version()), right.require(b.version())));
        return ExitCode.DONE;
    }
}
