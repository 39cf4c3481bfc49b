package dev.tagstream.cli.learn;

import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.FastaReader;
import dev.tagstream.client.files.LibraryReader;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.files.Target;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.DomainLearner;
import dev.tagstream.model.learn.LearnedDomain;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.runtime.tags.SpanTokenizer;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.Spelling;
import dev.tagstream.tags.TagFiles;
import dev.tagstream.tags.prompt.SpanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagstream train domain}: stage 1, a domain tag from unlabelled sequences. */
@Command(
        name = "domain",
        description = {
            "Learn a domain tag from unlabelled sequences by foretelling the next token (stage 1 of Tag-LLM).",
            "The tag is written beside those in the folder --out; what stands there under another name stays."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {"  tagstream train domain SMILES --data library.smi --out tags/"})
final class TrainDomainCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Name of the domain, for instance SMILES.")
    String name = "";

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "Sequences: .fasta (or .fa), .smi or .csv; each also .gz.")
    Path data;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder that takes the tag.")
    Path out;

    @Option(
            names = "--texts",
            paramLabel = "N",
            description = "Learn from N sequences, picked at random. Default: all.")
    @Nullable Integer texts;

    @Option(
            names = "--held-out",
            paramLabel = "N",
            defaultValue = "64",
            description = "Sequences to judge by, not learned from. Default: ${DEFAULT-VALUE}.")
    int heldOut;

    @Option(
            names = "--crop",
            paramLabel = "TOKENS",
            defaultValue = "256",
            description = "Tokens of a sequence in a step; longer ones are cut at random. Default: ${DEFAULT-VALUE}.")
    int crop;

    @Option(
            names = "--spelling",
            paramLabel = "NAME",
            description = {
                "How data is written before the model reads it, here and wherever the tag is used: as-written, or canonical-1 for",
                "molecules, which has one text for each. Default: canonical-1 for SMILES, else as-written."
            })
    @Nullable String spelling;

    @Mixin
    TrainingFlags training = new TrainingFlags();

    @Mixin
    ModelOptions model;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = Terminal.of(spec.commandLine());
        TrainingOptions options = training.plain();
        Spelling spelled = spelling();
        try (LlamaEngine engine = model.open()) {
            List<SpanText> all = tokens(engine, spelled, terminal);
            Collections.shuffle(all, new Random(training.seed));
            int judges = Math.min(heldOut, all.size() / 2);
            int most = texts == null ? all.size() : Math.min(all.size(), judges + texts);
            LearnedDomain learned;
            try (ProgressMeter meter =
                    terminal.meter("training", "sequences", (long) options.epochs() * (most - judges))) {
                DomainLearner learner = new DomainLearner(engine, options, new TrainingMeter(meter));
                learned = learner.learn(name, all.subList(judges, most), all.subList(0, judges), crop);
            } catch (IllegalArgumentException e) {
                throw new TagstreamException("%s: %s.".formatted(data, e.getMessage()), e);
            }
            write(new DomainTag(learned.tag().id(), learned.tag().rows(), spelled));
            terminal.print(String.format(
                    Locale.ROOT,
                    "%s: held-out nats a token %.4f at the beginning, %.4f now; %,d sequences, ended by %s.",
                    name,
                    learned.initialLoss(),
                    learned.loss(),
                    learned.texts(),
                    learned.end().name().toLowerCase(Locale.ROOT)));
            terminal.note("Wrote %s.".formatted(out));
        }
        return ExitCode.DONE;
    }

    private Spelling spelling() {
        String wanted = spelling;
        if (wanted == null) {
            return name.equals(Domain.SMILES.name()) ? Spelling.CANONICAL_1 : Spelling.AS_WRITTEN;
        }
        Spelling known = Spelling.of(wanted)
                .orElseThrow(() -> new TagstreamException(
                        "--spelling is one of %s, not \"%s\".".formatted(Spelling.labels(), wanted)));
        if (known != Spelling.AS_WRITTEN && name.equals(Domain.PROTEIN.name())) {
            throw new TagstreamException("--spelling %s is for molecules, not for %s.".formatted(known, name));
        }
        return known;
    }

    private List<SpanText> tokens(LlamaEngine engine, Spelling spelled, Terminal terminal) {
        LongAdder unspelled = new LongAdder();
        SpanTokenizer tokenizer = new SpanTokenizer(engine, unspelled::increment);
        List<SpanText> tokens = new ArrayList<>();
        int unusable = 0;
        for (String text : sequences()) {
            try {
                tokens.add(tokenizer.tokenize(name, text, spelled));
            } catch (UntokenizableTextException e) {
                unusable++;
            }
        }
        if (unusable > 0) {
            terminal.note("%,d sequences hold a character the tokenizer has no token for; they are left out."
                    .formatted(unusable));
        }
        if (unspelled.sum() > 0) {
            terminal.note("%,d sequences can't be spelled %s; they are taken as they are."
                    .formatted(unspelled.sum(), spelled));
        }
        return tokens;
    }

    private List<String> sequences() {
        String file = data.getFileName().toString().toLowerCase(Locale.ROOT);
        if (Stream.of(".fasta", ".fa", ".fasta.gz", ".fa.gz").anyMatch(file::endsWith)) {
            return FastaReader.read(data).stream().map(Target::residues).toList();
        }
        List<String> sequences = new ArrayList<>();
        try (LibraryReader reader = LibraryReader.open(data, Optional.empty(), Optional.empty(), problem -> {})) {
            for (LibraryRow row = reader.next(); row != null; row = reader.next()) {
                sequences.add(row.smiles());
            }
        }
        return sequences;
    }

    private void write(DomainTag tag) throws IOException {
        Files.createDirectories(out);
        TagFiles present = TagFiles.existIn(out) ? TagFiles.read(out) : new TagFiles(List.of(), List.of());
        List<DomainTag> domains = new ArrayList<>(present.domains());
        domains.removeIf(other -> other.id().name().equals(tag.id().name()));
        domains.add(tag);
        new TagFiles(domains, present.functions()).write(out);
    }
}
