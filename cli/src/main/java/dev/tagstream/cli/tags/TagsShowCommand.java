package dev.tagstream.cli.tags;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.TableJson;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.client.tags.FunctionCatalogue;
import dev.tagstream.client.tags.ShadowTags;
import dev.tagstream.client.tags.TagHistory;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags show}: all there is to know of a tag version. */
@Command(
        name = "show",
        description = {
            "Print all there is to know of a tag: what it predicts from what, how good it is, where it comes from, what was"
                    + " decided about it, how the last rounds of learning ended, what is on trial, and how the predictions of"
                    + " each version compare with the results that came after them.",
            "Name@3 shows that version, Name the one in use."
        },
        footer = {"  tagstream tags show BindingAffinity", "  tagstream tags show BindingAffinity@3 --json"},
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false)
final class TagsShowCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME[@VERSION]",
            converter = VersionName.Converter.class,
            description = "Domain or function tag, or a function that was declared.")
    VersionName tag;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds of learning shown, the last first. Default: ${DEFAULT-VALUE}.")
    int rounds;

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        KafkaConnection connection = verb.connect();
        FunctionCatalogue functions = FunctionCatalogue.read(connection);
        TagHistory history = TagHistory.read(connection, tag.name(), functions.tags());
        Optional<FunctionDeclaration> declared = functions.declaration(tag.name());
        Optional<TagVersion> version = history.versions().isEmpty() && declared.isPresent()
                ? Optional.empty()
                : Optional.of(history.require(tag.version()));
        TagCard card = new TagCard();
        version.ifPresent(it -> card.version(it, history));
        declared.ifPresent(card::declaration);
        TagKind kind = version.map(TagVersion::getKind).orElse(TagKind.FUNCTION);
        functions.tags().refusal(kind, tag.name()).ifPresent(card::refusal);
        Optional.ofNullable(ShadowTags.read(connection).get(tag.name())).ifPresent(card::trial);
        List<GateVerdict> verdicts = verdicts(connection);
        Table live = LiveAccuracyTable.read(connection, tag.name());
        if (verb.json) {
            ObjectNode json = card.json();
            json.set("rounds", TableJson.of(TagCard.rounds(verdicts)));
            json.set("live", TableJson.of(live));
            verb.terminal().print(json);
        } else {
            card.lines().forEach(verb.terminal()::print);
            verdicts.forEach(verdict -> verb.terminal().print(TagCard.round(verdict)));
            if (!live.rows().isEmpty()) {
                verb.terminal().print("");
                verb.terminal().print("Predictions and the results that came after them:");
                verb.terminal().print(live);
            }
        }
        return ExitCode.DONE;
    }

    /** The last rounds, the latest first. */
    private List<GateVerdict> verdicts(KafkaConnection connection) {
        List<GateVerdict> all = new ArrayList<>();
        TopicRecords.visit(
                connection,
                connection.topics().gateVerdicts(),
                GateVerdict.class,
                tag.name()::equals,
                (key, verdict) -> {
                    if (verdict != null) {
                        all.add(0, verdict);
                    }
                });
        return all.subList(0, Math.min(Math.max(rounds, 0), all.size()));
    }
}
