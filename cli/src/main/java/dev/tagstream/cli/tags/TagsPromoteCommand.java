package dev.tagstream.cli.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.tags.ShadowTags;
import dev.tagstream.client.tags.TagIntegrity;
import dev.tagstream.client.tags.TagPublisher;
import dev.tagstream.schemas.TagVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags promote}: a candidate on trial takes over. */
@Command(
        name = "promote",
        description = {
            "Put the candidate of a function that is on trial in use, and end the trial.",
            "Both happen in one transaction. The version it replaces stays in the history."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"  tagstream tags promote BindingAffinity"})
final class TagsPromoteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Function tag.")
    String name;

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        KafkaConnection connection = verb.connect();
        TagVersion candidate = ShadowTags.require(connection, name);
        TagIntegrity.checkOwn(candidate, connection);
        String origin = (candidate.getOrigin() + "; promoted after a trial").replaceFirst("^; ", "");
        return verb.print(new TagPublisher(connection).publishAgain(candidate, origin, true));
    }
}
