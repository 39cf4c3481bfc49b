package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.tags.TagHistory;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags history}: every version of a tag there ever was. */
@Command(
        name = "history",
        description = {
            "Print every version of a tag that was ever published, the oldest first, and which is in use.",
            "The history is complete: versions are kept for good, those that were replaced or withdrawn too."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"  tagstream tags history BindingAffinity", "  tagstream tags history SMILES --json"})
final class TagsHistoryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Domain or function tag.")
    String name;

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        TagHistory history = TagHistory.read(verb.connect(), name);
        if (history.versions().isEmpty()) {
            history.require(Optional.empty());
        }
        verb.print(TagTables.of(verb.json).history(history));
        return ExitCode.DONE;
    }
}
