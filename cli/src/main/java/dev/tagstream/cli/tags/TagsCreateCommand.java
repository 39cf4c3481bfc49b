package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.tags.NewFunction;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.schemas.Better;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags create}: declares a function, so that feedback can teach it. */
@Command(
        name = "create",
        description = {
            "Declare a function: what it predicts, in which unit, from what. Its first tag is learned from feedback, once there"
                    + " is enough.",
            "The prompt is made of the domains in the given order, or given with --template, in which {Protein} and {SMILES}"
                    + " stand for data, {function} for the tag, which comes last, and \\n for a new line."
        },
        footer = {
            "  tagstream tags create Solubility --unit logS --domains SMILES",
            "  tagstream tags create KdAffinity --unit pKd --domains Protein,SMILES --shadow",
            "  tagstream tags create BrainBarrier --task classification --classes no,yes --domains SMILES"
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false)
final class TagsCreateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The new function.")
    String name;

    @Option(
            names = "--unit",
            paramLabel = "UNIT",
            description = "Unit of its values, for instance pKi, logD or %%; none for a classification.")
    Optional<String> unit = Optional.empty();

    @Option(
            names = "--domains",
            paramLabel = "NAME",
            split = ",",
            description = "Domain tags that it takes, in the order of the prompt.")
    List<String> domains = new ArrayList<>();

    @Option(names = "--template", paramLabel = "TEXT", description = "The prompt itself, in place of --domains.")
    Optional<String> template = Optional.empty();

    @Option(
            names = "--task",
            paramLabel = "TASK",
            defaultValue = "regression",
            description = "regression for a number, classification for one of --classes. Default: ${DEFAULT-VALUE}.")
    Task task = Task.REGRESSION;

    @Option(names = "--classes", paramLabel = "NAME", split = ",", description = "Names of the classes, at least two.")
    List<String> classes = new ArrayList<>();

    @Option(
            names = "--better",
            paramLabel = "WAY",
            defaultValue = "unsaid",
            description = "Which values are wanted: higher or lower. `tagstream suggest --for value` goes by it.")
    Better better = Better.UNSAID;

    @Option(
            names = "--shadow",
            description =
                    "Try candidates out beside the version in use before they replace it; `tagstream tags promote`"
                            + " decides.")
    boolean shadow;

    @Option(names = "--replace", description = "Replace a declaration of the same name.")
    boolean replace;

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        NewFunction function = new NewFunction(wanted(), better, shadow, replace);
        verb.print(DecisionTables.table(function.declare(verb.connect())));
        verb.terminal().note("Feed results: tagstream feedback FILE.csv --function %s".formatted(name));
        return ExitCode.DONE;
    }

    private FunctionSpec wanted() {
        if (!TagCodec.isName(name)) {
            throw new TagstreamException(
                    "%s can't name a function: use letters, digits, _ and -, a letter first.".formatted(name));
        }
        if (domains.isEmpty() == template.isEmpty()) {
            throw new TagstreamException("Say what %s takes, with --domains or with --template.".formatted(name));
        }
        boolean number = task == Task.REGRESSION;
        if (number && unit.filter(text -> !text.isBlank()).isEmpty()) {
            throw new TagstreamException("Say in which unit %s is, with --unit.".formatted(name));
        }
        if (number
                ? !classes.isEmpty()
                : classes.stream().distinct().count() < 2 || classes.stream().anyMatch(String::isBlank)) {
            throw new TagstreamException("A classification has at least two classes, with --task classification and"
                    + " --classes; a number has none.");
        }
        String source =
                template.map(text -> text.replace("\\n", "\n")).orElseGet(() -> NewFunction.usualTemplate(domains));
        try {
            return new FunctionSpec(name, task, unit.orElse("class"), classes, PromptTemplate.parse(source));
        } catch (IllegalArgumentException e) {
            throw new TagstreamException("%s can't be declared: %s.".formatted(name, e.getMessage()), e);
        }
    }
}
