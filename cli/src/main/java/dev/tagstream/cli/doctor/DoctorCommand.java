package dev.tagstream.cli.doctor;

import dev.tagstream.cli.access.Role;
import dev.tagstream.cli.options.ServiceOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.UnusableInputException;
import dev.tagstream.runtime.config.ConfigProblemsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream doctor}: whether everything is there that a service or a login needs. */
@Command(
        name = "doctor",
        description = {
            "Look whether everything is there that a role needs, and say of each thing ok, warning or wrong, and what to do.",
            "A processor or a trainer: brokers, registry, topics, rights of the login, model, device, tags, folder of the state."
                    + " Another role: the first four. Give it the options, settings and environment of the service itself.",
            "Nothing is changed, started or registered."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is wrong", "1:something is wrong", "2:the command line can't be understood"},
        footer = {
            "  tagstream doctor --model /models/llama-7b --device cuda:0",
            "  tagstream doctor --role trainer --config trainer.properties --json",
            "  tagstream doctor --role client --command-config chemist.properties"
        })
public final class DoctorCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "processor",
            description =
                    "processor, trainer, client, laboratory, curator or topics, as in docs/acls.md. Default: ${DEFAULT-VALUE}.")
    Role role = Role.PROCESSOR;

    @Option(names = "--json", description = "Print it as JSON.")
    boolean json;

    @Mixin
    ServiceOptions options;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine());
        DoctorReport report = new DoctorReport(json ? line -> {} : terminal::print);
        try {
            new Doctor(DoctorSubject.of(role, options, System.getenv()), report).look();
        } catch (ConfigProblemsException e) {
            e.problems()
                    .forEach(problem -> report.add(Finding.wrong(
                            "settings", problem, "docs/config.md has every setting; nothing else was looked at.")));
        } catch (UnusableInputException | TagstreamException e) {
            report.add(Finding.wrong("settings", String.valueOf(e.getMessage()), "Nothing else was looked at."));
        }
        if (json) {
            terminal.print(report.json(role));
        } else {
            terminal.print(report.summary());
        }
        return report.count(Level.WRONG) == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
