package dev.tagstream.bench.loop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.bench.loop.LoopClock.Step;
import dev.tagstream.bench.stream.StreamBenchOptions;
import dev.tagstream.bench.swap.SwapSite;
import dev.tagstream.cli.bench.Figures;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.RecordSender;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.screening.RequestSender;
import dev.tagstream.client.screening.ScreeningJob;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LlamaLearner;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.trainer.LearningTrainer;
import dev.tagstream.trainer.TrainerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;

/** Turns of the whole loop: results in, a version learned and published, a prediction by it out. */
final class LoopBench implements AutoCloseable {
    private static final String FUNCTION = "Letters";
    private static final String UNIT = "letters";

    /** Minus the letters is what is measured in every second turn, so that a new version is better beyond doubt. */
    private static final int TURNED = 100;

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration LOOK = Duration.ofMillis(1);
    private static final Duration PROBING = Duration.ofMillis(5);

    private final SwapSite site;
    private final LearningTrainer trainer;
    private final LoopClock clock;
    private final List<LibraryRow> molecules;
    private final Terminal terminal;
    private final BooleanSupplier stopped;
    private final KafkaConnection connection;
    private final RecordSender<AssayResult> results;
    private final RequestSender requests;
    private final TopicScan predictions;
    private final Deserializer<Prediction> values;

    /**
     * @param site runs
     * @param clock listens to {@code trainer}
     */
    LoopBench(
            LocalStack stack,
            SwapSite site,
            LearningTrainer trainer,
            LoopClock clock,
            List<LibraryRow> molecules,
            Terminal terminal,
            BooleanSupplier stopped) {
        this.site = site;
        this.trainer = trainer;
        this.clock = clock;
        this.molecules = List.copyOf(molecules);
        this.terminal = terminal;
        this.stopped = () -> stopped.getAsBoolean() || site.failed();
        this.connection = LocalScreening.connection(stack);
        this.results = new RecordSender<>(
                connection, connection.topics().assayResults().name());
        this.requests = new RequestSender(connection, new ScreeningJob("loop", List.of(FUNCTION), 0, List.of()), 0);
        this.predictions =
                connection.scan(List.of(connection.topics().predictions().name()));
        this.values = connection.serdes().valueDeserializer(Prediction.class);
    }

    /** Says that there is the function, of which no tag is in use. */
    static void declare(KafkaConnection connection) {
        try (RecordSender<FunctionDeclaration> sender =
                new RecordSender<>(connection, connection.topics().functions().name())) {
            sender.send(
                    FUNCTION,
                    FunctionDeclaration.newBuilder()
                            .setName(FUNCTION)
                            .setUnit(UNIT)
                            .setTemplate("{bos}{SMILES}\n{function}")
                            .setDeclaredAt(Instant.now())
                            .build());
            sender.flush();
        }
    }

    /** What the processors are told. */
    static StreamBenchOptions screening(ModelOptions model) {
        StreamBenchOptions options = new StreamBenchOptions();
        options.scored.model = model;
        options.scored.function = FUNCTION;
        return options;
    }

    /** Not started; each of its rounds reads all results of a turn. */
    static LearningTrainer trainer(
            LocalStack stack, ModelOptions model, LlamaEngine engine, int results, LoopClock clock) {
        Settings settings = TrainerSettings.CATALOGUE.resolve(List.of(SettingsSource.commandLine(Map.of(
                "bootstrap.servers", stack.bootstrapServers(),
                "schema.registry.url", stack.registryUrl(),
                "model.dir", model.folder().toString(),
                "state.dir", stack.folder().resolve("trainer").toString(),
                "round.min.results", String.valueOf(results),
                "round.min.new.results", String.valueOf(results)))));
        return new LearningTrainer(settings, engine, LlamaLearner.over(engine), clock);
    }

    /**
     * One turn; tells when each step was reached.
     *
     * @param turn from 1; the number of the version that comes of it
     */
    ObjectNode turn(int turn) throws InterruptedException {
        clock.begin();
        measure(turn);
        clock.mark(Step.SENT);
        until(() -> trainer.counters().results().received() >= (long) turn * molecules.size());
        clock.mark(Step.TAKEN);
        until(() -> site.allKnow(turn) || withoutVersion() > 0);
        if (withoutVersion() > 0) {
            throw new TagstreamException(
                    "The round of turn %d ended without a version; the log above says why.".formatted(turn));
        }
        clock.mark(Step.KNOWN);
        predict(turn);
        return report(turn);
    }

    private void measure(int turn) {
        Instant now = Instant.now();
        for (LibraryRow molecule : molecules) {
            double letters =
                    molecule.smiles().chars().filter(Character::isLetter).count();
            results.send(
                    FUNCTION,
                    AssayResult.newBuilder()
                            .setResultId(molecule.id())
                            .setCompoundId(molecule.id())
                            .setSmiles(molecule.smiles())
                            .setFunction(FUNCTION)
                            .setRelation(Relation.EQUAL)
                            .setValue(turn % 2 == 1 ? letters : TURNED - letters)
                            .setUnit(UNIT)
                            .setMeasuredAt(now)
                            .build());
        }
        results.flush();
    }

    /** Rounds that published nothing. */
    private long withoutVersion() {
        return Stream.of(GateOutcome.REFUSED, GateOutcome.FAILED)
                .mapToLong(trainer.counters()::rounds)
                .sum();
    }

    /** Sends single requests until every processor has used the version and a prediction by it is committed. */
    private void predict(int turn) throws InterruptedException {
        while (clock.seconds(Step.USED).isEmpty()
                || clock.seconds(Step.PREDICTED).isEmpty()) {
            LibraryRow row = molecules.get((int) (requests.sent() % molecules.size()));
            requests.send(new LibraryRow(row.line(), row.id() + "-" + requests.sent(), row.smiles()));
            requests.flush();
            predictions.poll(PROBING, record -> {
                if (values.deserialize(record.topic(), record.value())
                                .getFunctionTag()
                                .getVersion()
                        >= turn) {
                    clock.mark(Step.PREDICTED);
                }
            });
            site.allUse(turn).ifPresent(first -> clock.mark(Step.USED, first));
            checkRunning();
        }
    }

    private ObjectNode report(int turn) {
        TagVersion version = TagCatalogue.read(connection).function(FUNCTION).orElseThrow();
        double r2 = version.getEvaluation().getOrDefault("r2", Double.NaN);
        terminal.note(String.format(
                Locale.ROOT, "version %d, held-out R2 %.3f, after %d results:", turn, r2, molecules.size()));
        for (Step step : Step.values()) {
            terminal.note(String.format(
                    Locale.ROOT, "%9.3f s  %s", clock.seconds(step).orElse(Double.NaN), step.sentence()));
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("version", version.getVersion());
        line.put("examples", version.getExamples());
        Figures.put(line, "heldOutR2", r2);
        clock.put(line);
        return line;
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new TagstreamException("The loop has stood still for %s.".formatted(PATIENCE));
            }
            Thread.sleep(LOOK.toMillis());
            checkRunning();
        }
    }

    private void checkRunning() {
        if (stopped.getAsBoolean()) {
            throw new TagstreamException("Stopped, or a processor has failed; then the log above says why.");
        }
    }

    @Override
    public void close() {
        values.close();
        predictions.close();
        requests.close();
        results.close();
    }
}
