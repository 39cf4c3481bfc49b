package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.files.CsvTable;
import dev.tagstream.client.tags.TagFile;
import dev.tagstream.client.tags.TagHistory;
import dev.tagstream.client.tags.TagIntegrity;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.schemas.TagVersion;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags export}: a version as a file. */
@Command(
        name = "export",
        description = {
            "Write a version of a tag to a file, to keep it or to import it elsewhere.",
            "The file is an Avro data file with one TagVersion: everything the topic has, ensemble, metrics and checksum."
        },
        footer = {"  tagstream tags export BindingAffinity@3 affinity3.avro"},
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TagsExportCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "NAME[@VERSION]",
            converter = VersionName.Converter.class,
            description = "Domain or function tag; without a number the version in use.")
    VersionName tag;

    @Parameters(index = "1", paramLabel = "FILE", description = "File to write.")
    Path file;

    @Option(
            names = "--without-views",
            description = {
                "Leave out what molecules can be tried on: the offsets of those it learned from. The file then predicts those otherwise, has",
                "a checksum of its own, and no signature."
            })
    boolean withoutViews;

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        CsvTable.checkPlace(file);
        TagVersion version = TagHistory.read(verb.connect(), tag.name()).require(tag.version());
        TagIntegrity.check(version);
        TagVersion told = withoutViews ? TagCodec.withoutOffsets(version) : version;
        TagFile.write(file, told);
        verb.print(told);
        verb.terminal().note("Wrote %s.".formatted(file));
        return ExitCode.DONE;
    }
}
