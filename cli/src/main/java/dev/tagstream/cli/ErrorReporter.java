package dev.tagstream.cli;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.KafkaTrouble;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.UnusableInputException;
import dev.tagstream.runtime.config.ConfigProblemsException;
import dev.tagstream.runtime.streams.ServiceFailure;
import dev.tagstream.tags.file.CheckpointException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a sentence on standard error and an exit code. */
final class ErrorReporter implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final BooleanSupplier debug;

    /** Adds the trace to what it reports where {@code debug} says so. */
    ErrorReporter(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine line = mistake.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("tagstream: " + mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, err);
        err.printf("See '%s --help'.%n", line.getCommandSpec().qualifiedName());
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        Optional<String> sentence = sentence(failure);
        sentence.ifPresentOrElse(
                text -> err.println("tagstream: " + text),
                () -> err.printf(
                        "tagstream: unexpected error, %s. Run it again with --debug for the trace.%n",
                        oneLine(failure)));
        if (debug.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        return sentence.isPresent() ? ExitCode.FAILED : ExitCode.UNEXPECTED;
    }

    private static Optional<String> sentence(Exception failure) {
        if (failure instanceof TagstreamException
                || failure instanceof UnusableInputException
                || failure instanceof CheckpointException
                || failure instanceof ServiceFailure) {
            return Optional.ofNullable(failure.getMessage());
        }
        if (failure instanceof ConfigProblemsException config) {
            return Optional.of(String.join(System.lineSeparator() + "  ", config.problems()));
        }
        return KafkaTrouble.sentence(failure);
    }

    private static String oneLine(Exception failure) {
        String text = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return text.lines().findFirst().orElse(text).replaceAll("\\.$", "");
    }
}
