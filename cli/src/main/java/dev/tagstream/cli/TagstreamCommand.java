package dev.tagstream.cli;

import dev.tagstream.cli.admin.AclsCommand;
import dev.tagstream.cli.admin.LagCommand;
import dev.tagstream.cli.admin.ModelCommand;
import dev.tagstream.cli.admin.TopicsCommand;
import dev.tagstream.cli.bench.BenchCommand;
import dev.tagstream.cli.doctor.DoctorCommand;
import dev.tagstream.cli.learn.FeedbackCommand;
import dev.tagstream.cli.learn.TrainCommand;
import dev.tagstream.cli.screen.ResultsCommand;
import dev.tagstream.cli.screen.ScoreCommand;
import dev.tagstream.cli.screen.ScreenCommand;
import dev.tagstream.cli.screen.SuggestCommand;
import dev.tagstream.cli.services.ProcessorCommand;
import dev.tagstream.cli.services.TrainerCommand;
import dev.tagstream.cli.tags.TagsCommand;
import dev.tagstream.cli.terminal.LibraryLogs;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The {@code tagstream} command: its verbs, and what they have in common. */
@Command(
        name = "tagstream",
        description = "Scores streams of molecules against proteins with a tag-conditioned LLaMA on Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the work failed; a sentence on standard error says why",
            "2:the command line can't be understood",
            "3:the time ran out before a library was complete; what there was is written",
            "70:a fault of the program itself"
        })
public final class TagstreamCommand {
    private static final List<Class<?>> VERBS = List.of(
            ProcessorCommand.class,
            TrainerCommand.class,
            ScreenCommand.class,
            ResultsCommand.class,
            SuggestCommand.class,
            FeedbackCommand.class,
            LagCommand.class,
            TopicsCommand.class,
            DoctorCommand.class,
            AclsCommand.class,
            ScoreCommand.class,
            TagsCommand.class,
            TrainCommand.class,
            BenchCommand.class,
            ModelCommand.class,
            CompletionCommand.class,
            HelpCommand.class);

    private static final Map<String, String> USUAL_EXITS = usualExits();

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show the trace of an unexpected error, and what the libraries log.")
    boolean debug;

    /** The whole command, ready to {@code execute}; what it returns is the exit code. */
    public static CommandLine commandLine() {
        TagstreamCommand command = new TagstreamCommand();
        ErrorReporter reporter = new ErrorReporter(() -> command.debug);
        CommandLine line = new CommandLine(command);
        addVerbs(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Duration.class, new DurationConverter());
        line.setExecutionStrategy(command::execute);
        line.setExecutionExceptionHandler(reporter);
        line.setParameterExceptionHandler(reporter);
        line.setUsageHelpAutoWidth(true);
        line.getSubcommands().values().forEach(TagstreamCommand::completeHelp);
        return line;
    }

    /** Those of other jars that stand beside the command's own come first, as what newcomers begin with. */
    private static void addVerbs(CommandLine line) {
        List<VerbSource> sources = ServiceLoader.load(VerbSource.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        for (VerbSource source : sources) {
            if (source.parent().isEmpty()) {
                source.verbs().forEach(line::addSubcommand);
            }
        }
        VERBS.forEach(line::addSubcommand);
        for (VerbSource source : sources) {
            if (!source.parent().isEmpty()) {
                CommandLine parent = Objects.requireNonNull(
                        line.getSubcommands().get(source.parent()), () -> "there is no verb " + source.parent());
                source.verbs().forEach(parent::addSubcommand);
            }
        }
    }

    /** Says of every verb what its examples are, and how it ends where it has no other ways than the rest. */
    private static void completeHelp(CommandLine verb) {
        CommandLine.Model.UsageMessageSpec help = verb.getCommandSpec().usageMessage();
        if (help.footer().length > 0) {
            help.footerHeading("%nExamples:%n");
        }
        boolean works = verb.getSubcommands().isEmpty() && !(verb.getCommand() instanceof HelpCommand);
        if (works && help.exitCodeList().isEmpty()) {
            help.exitCodeListHeading("%nExit codes:%n").exitCodeList(USUAL_EXITS);
        }
        verb.getSubcommands().values().forEach(TagstreamCommand::completeHelp);
    }

    private static Map<String, String> usualExits() {
        Map<String, String> exits = new LinkedHashMap<>();
        exits.put("0", "done");
        exits.put("1", "the work failed; a sentence on standard error says why");
        exits.put("2", "the command line can't be understood");
        return exits;
    }

    private int execute(ParseResult parsed) {
        if (debug) {
            LibraryLogs.all();
        } else {
            LibraryLogs.silence();
        }
        return new RunLast().execute(parsed);
    }
}
