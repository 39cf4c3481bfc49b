package dev.tagstream.cli.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.tags.TagHistory;
import dev.tagstream.client.tags.TagIntegrity;
import dev.tagstream.client.tags.TagPublisher;
import dev.tagstream.schemas.TagVersion;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags rollback}: an old version of a function tag in use again. */
@Command(
        name = "rollback",
        description = {
            "Put an old version of a function tag in use again, under a new number.",
            "Refused if it was learned for another model or with other domain tags than those in use. Learning goes on from"
                    + " it; `tagstream tags pin` keeps it."
        },
        footer = {"  tagstream tags rollback BindingAffinity 3"},
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TagsRollbackCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Function tag.")
    String name;

    @Parameters(index = "1", paramLabel = "VERSION", description = "Number of the version to go back to.")
    long version;

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        KafkaConnection connection = verb.connect();
        TagVersion old = TagHistory.read(connection, name).require(Optional.of(version));
        TagIntegrity.checkOwn(old, connection);
        return verb.print(new TagPublisher(connection).publishAgain(old, "rolled back to version " + version, false));
    }
}
