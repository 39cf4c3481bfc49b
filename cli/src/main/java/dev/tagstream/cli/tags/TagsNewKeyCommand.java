package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.common.wire.KeyFiles;
import dev.tagstream.common.wire.TagKeys;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagstream tags new-key}: a pair of keys to sign versions with. */
@Command(
        name = "new-key",
        description = {
            "Make a pair of Ed25519 keys to sign tag versions with: FILE, which only its owner may read, for those who publish"
                    + " (tag.signing.key), and FILE.pub for those who check (tag.trusted.keys).",
            "Nothing is overwritten."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"  tagstream tags new-key curator.key"})
final class TagsNewKeyCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Takes the private key.")
    Path file;

    @Override
    public Integer call() {
        try {
            Path publicFile = KeyFiles.generate(file);
            Terminal.of(spec.commandLine())
                    .print("%s=%s%n%s=%s".formatted(TagKeys.SIGNING, file, TagKeys.TRUSTED, publicFile));
            return ExitCode.DONE;
        } catch (FileAlreadyExistsException e) {
            throw new TagstreamException("%s is there already; a key is never overwritten.".formatted(e.getFile()), e);
        } catch (IOException e) {
            throw new TagstreamException("%s can't be written: %s.".formatted(file, e.getMessage()), e);
        }
    }
}
