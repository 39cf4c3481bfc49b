package dev.tagstream.bench.swap;

import dev.tagstream.bench.stream.InstantScorer;
import dev.tagstream.bench.stream.StreamBenchOptions;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.processor.ScreeningProcessor;
import dev.tagstream.processor.accounting.ScreeningCounters.Tally;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.tags.FunctionTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Processors of one application in this JVM, each with an engine, a state folder and a witness of its own. */
public final class SwapSite implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private record Member(SwapWitness witness, ScreeningProcessor processor) {}

    private final String function;
    private final List<Member> members = new ArrayList<>();

    private SwapSite(String function) {
        this.function = function;
    }

    /** Starts them and waits until they run. */
    public static SwapSite start(LocalStack stack, StreamBenchOptions options, int processors) {
        SwapSite site = new SwapSite(options.scored.function);
        try {
            for (int i = 0; i < processors; i++) {
                site.open(stack, options, i);
            }
            for (Member member : site.members) {
                member.processor().start();
            }
            for (Member member : site.members) {
                member.processor().awaitRunning(PATIENCE);
            }
            return site;
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
    }

    private void open(LocalStack stack, StreamBenchOptions options, int number) {
        Map<String, String> settings = LocalScreening.settings(stack, options.scored.model);
        settings.put("state.dir", stack.folder().resolve("state-" + number).toString());
        Settings resolved = ProcessorSettings.CATALOGUE.resolve(List.of(SettingsSource.commandLine(settings)));
        LlamaEngine engine = LlamaEngine.open(
                resolved.get(EngineSettings.MODEL_DIR),
                EngineSettings.options(resolved).get(0));
        SwapWitness witness = new SwapWitness(options.real() ? engine : new InstantScorer(engine), function);
        members.add(new Member(witness, new ScreeningProcessor(resolved, witness)));
    }

    int processors() {
        return members.size();
    }

    /** One of the engines, for its fingerprints. */
    Scorer model() {
        return members.get(0).witness();
    }

    /** The function tag in use. */
    FunctionTag tag() {
        return members.get(0).processor().tags().current().function(function).orElseThrow();
    }

    /** Requests answered, and those of them rejected. */
    Tally books() {
        List<Tally> all = members.stream()
                .map(member -> member.processor().counters().total())
                .toList();
        return new Tally(
                all.stream().mapToLong(Tally::received).sum(),
                all.stream().mapToLong(Tally::predicted).sum(),
                all.stream().mapToLong(Tally::rejected).sum(),
                all.stream().mapToLong(Tally::pending).sum());
    }

    public boolean failed() {
        return members.stream().anyMatch(member -> member.processor().failed());
    }

    /** Whether every processor will score its next batch with this version or a later one. */
    public boolean allKnow(long version) {
        return members.stream().allMatch(member -> member.processor().tags().current().function(function).stream()
                .anyMatch(tag -> tag.id().version() >= version));
    }

    /** {@link System#nanoTime} when the last of them first used this version or a later one; empty while one has not. */
    public OptionalLong allUse(long version) {
        List<OptionalLong> firsts = members.stream()
                .map(member -> member.witness().firstUse(version))
                .toList();
        return firsts.stream().allMatch(OptionalLong::isPresent)
                ? firsts.stream().mapToLong(OptionalLong::getAsLong).max()
                : OptionalLong.empty();
    }

    /** Of all processors, so far. */
    List<SwapWitness.Batch> batches() {
        return members.stream()
                .flatMap(member -> member.witness().batches().stream())
                .toList();
    }

    long mixedBatches() {
        return members.stream()
                .mapToLong(member -> member.witness().mixedBatches())
                .sum();
    }

    /** By the processor that used fewest. */
    int versionsUsed() {
        return members.stream()
                .mapToInt(member -> member.witness().versionsUsed())
                .min()
                .orElse(0);
    }

    @Override
    public void close() {
        for (Member member : members) {
            member.processor().close();
            member.witness().close();
        }
    }
}
