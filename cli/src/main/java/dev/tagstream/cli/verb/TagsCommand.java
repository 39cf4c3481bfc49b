package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.Table;
import dev.tagstream.cli.io.Table.Column;
import dev.tagstream.cli.io.TableJson;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.runtime.tags.TagBundle;
import dev.tagstream.schemas.TagVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream tags}: lists the tags in use, and publishes new ones. */
@Command(
        name = "tags",
        description = "List the domain and function tags in use, or publish new ones.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | publish)")
final class TagsCommand {
    private static final int BRIEF = 12;

    @Spec
    CommandSpec spec;

    @Command(
            name = "list",
            description = "Print the tags in use.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int list(
            @Option(names = "--json", description = "Print them as JSON, hashes in full.") boolean json,
            @Mixin ConnectionOptions options) {
        Terminal terminal = Terminal.of(spec.commandLine());
        List<TagVersion> tags = TagCatalogue.read(options.connect()).all();
        if (json) {
            terminal.print(TableJson.of(table(tags, Integer.MAX_VALUE)));
        } else if (tags.isEmpty()) {
            terminal.print("There are no tags; `tagstream tags publish` publishes some.");
        } else {
            terminal.print(table(tags, BRIEF));
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "publish",
            description = {
                "Publish the trained tags beside a checkpoint: domain-tags.safetensors, function-tags.safetensors, tags.json.",
                "What is in use already is left alone; running processors take over the rest between two batches."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int publish(@Mixin ModelOptions model, @Mixin ConnectionOptions options) {
        Terminal terminal = Terminal.of(spec.commandLine());
        KafkaConnection connection = options.connect();
        try (LlamaEngine engine = model.open()) {
            TagBundle bundle = model.tags(engine)
                    .orElseThrow(() -> new VerbFailedException(
                            "%s holds no trained tags: no domain-tags.safetensors and".formatted(model.folder())
                                    + " function-tags.safetensors."));
            List<TagVersion> published = new TagPublisher(connection).publish(bundle);
            if (published.isEmpty()) {
                terminal.print("All tags of %s are in use already.".formatted(model.folder()));
            } else {
                terminal.print(table(published, BRIEF));
            }
        }
        return ExitCode.DONE;
    }

    private static Table table(List<TagVersion> tags, int hashLength) {
        Table table = new Table(List.of(
                Column.text("name", "NAME"),
                Column.text("kind", "KIND"),
                Column.count("version", "VERSION"),
                Column.text("unit", "UNIT"),
                Column.count("rows", "ROWS"),
                Column.text("modelFingerprint", "MODEL"),
                Column.text("sha256", "SHA-256"),
                Column.text("createdAt", "CREATED"),
                Column.count("examples", "EXAMPLES"),
                Column.text("evaluation", "EVALUATION")));
        for (TagVersion tag : tags) {
            table.row(Arrays.asList(
                    tag.getName(),
                    tag.getKind().name().toLowerCase(Locale.ROOT),
                    tag.getVersion(),
                    tag.getUnit(),
                    tag.getRows(),
                    first(tag.getModelFingerprint(), hashLength),
                    first(tag.getSha256(), hashLength),
                    tag.getCreatedAt().toString(),
                    tag.getExamples(),
                    evaluation(tag)));
        }
        return table;
    }

    private static String evaluation(TagVersion tag) {
        return new TreeMap<>(tag.getEvaluation())
                .entrySet().stream()
                        .map(metric -> String.format(Locale.ROOT, "%s %.3f", metric.getKey(), metric.getValue()))
                        .collect(Collectors.joining(", "));
    }

    /** Enough of a fingerprint to tell it from others. */
    static String brief(String fingerprint) {
        return first(fingerprint, BRIEF);
    }

    private static String first(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }
}
