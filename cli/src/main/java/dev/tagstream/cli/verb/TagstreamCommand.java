package dev.tagstream.cli.verb;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
        },
        subcommands = {
            DemoCommand.class,
            LocalCommand.class,
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
            HelpCommand.class
        })
public final class TagstreamCommand {
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
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Duration.class, new DurationConverter());
        line.setExecutionStrategy(command::execute);
        line.setExecutionExceptionHandler(reporter);
        line.setParameterExceptionHandler(reporter);
        line.setUsageHelpAutoWidth(true);
        line.getSubcommands().values().forEach(TagstreamCommand::completeHelp);
        return line;
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
