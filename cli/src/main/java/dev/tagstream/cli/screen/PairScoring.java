package dev.tagstream.cli.screen;

import dev.tagstream.client.files.CsvTable;
import dev.tagstream.client.files.PairRow;
import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.runtime.tags.SpanTokenizer;
import dev.tagstream.runtime.tags.TagBundle;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.prompt.SpanText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Judges pairs as a processor's intake does, scores them in batches, and writes a row for each score. */
final class PairScoring {
    static final List<String> HEADER = List.of(
            "compound_id",
            "target_id",
            "function",
            "value",
            "unit",
            "standard_deviation",
            "canonical_smiles",
            "token_count",
            "truncated");

    private record Waiting(
            PairRow row, ScoringTask task, @Nullable String canonicalSmiles) {}

    private final LlamaEngine engine;
    private final SpanTokenizer tokenizer;
    private final TagBundle tags;
    private final List<String> functions;
    private final CsvTable table;
    private final Consumer<String> rejections;
    private final Intake intake =
            new Intake((topic, bytes) -> ScreeningRequest.newBuilder().build(), IntakeLimits.USUAL);
    private final List<Waiting> waiting = new ArrayList<>();
    private long scored;
    private long rejected;

    PairScoring(
            LlamaEngine engine, TagBundle tags, List<String> functions, CsvTable table, Consumer<String> rejections) {
        this.engine = engine;
        this.tokenizer = new SpanTokenizer(engine);
        this.tags = tags;
        this.functions = functions;
        this.table = table;
        this.rejections = rejections;
    }

    void add(PairRow row) {
        Validation<ScreeningRequest> validation = intake.judge(request(row));
        if (validation instanceof Validation.Rejected<ScreeningRequest> refused) {
            reject(row, refused.reason(), refused.message());
        } else if (validation instanceof Validation.Accepted<ScreeningRequest> accepted) {
            try {
                List<SpanText> spans = spans(row);
                functions.forEach(function -> line(row, function, spans, accepted.canonicalSmiles()));
            } catch (UntokenizableTextException e) {
                reject(row, RejectReason.UNTOKENIZABLE, String.valueOf(e.getMessage()));
            }
        }
    }

    private ScreeningRequest request(PairRow row) {
        return ScreeningRequest.newBuilder()
                .setRequestId("line-" + row.line())
                .setLibraryId("score")
                .setCompoundId(row.compoundId())
                .setSmiles(row.smiles().orElse(null))
                .setTargetId(row.targetId().orElse(null))
                .setProtein(row.protein().orElse(null))
                .setFunctions(functions)
                .setSubmittedAt(Instant.EPOCH)
                .build();
    }

    private List<SpanText> spans(PairRow row) {
        List<SpanText> spans = new ArrayList<>();
        row.protein().ifPresent(protein -> spans.add(tokens(Domain.PROTEIN, protein)));
        row.smiles().ifPresent(smiles -> spans.add(tokens(Domain.SMILES, smiles)));
        return spans;
    }

    private SpanText tokens(Domain domain, String text) {
        return tokenizer.tokenize(domain.name(), text, tags.tags());
    }

    private void line(PairRow row, String function, List<SpanText> spans, @Nullable String canonicalSmiles) {
        FunctionTag tag = tags.tags().function(function).orElseThrow();
        Optional<String> missing = tag.template().firstMissing(spans);
        if (missing.isPresent()) {
            reject(row, RejectReason.missing(missing.get()), "%s needs data for %s".formatted(function, missing.get()));
        } else {
            waiting.add(new Waiting(row, new ScoringTask(function, spans), canonicalSmiles));
        }
    }

    private void reject(PairRow row, RejectReason reason, String message) {
        rejected++;
        rejections.accept("line %d (%s): %s: %s".formatted(row.line(), row.compoundId(), reason, message));
    }

    /** Pairs that wait for {@link #score}. */
    int waiting() {
        return waiting.size();
    }

    /** Scores what waits and writes it, in the order it came. */
    void score() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Score> scores = engine.score(waiting.stream().map(Waiting::task).toList(), tags.tags());
        for (int i = 0; i < scores.size(); i++) {
            write(waiting.get(i), scores.get(i));
        }
        scored += scores.size();
        waiting.clear();
    }

    private void write(Waiting pair, Score score) {
        table.row(Arrays.asList(
                pair.row().compoundId(),
                pair.row().targetId().orElse(null),
                score.functionTag().name(),
                score.value(),
                score.unit(),
                score.standardDeviation().isPresent()
                        ? score.standardDeviation().getAsDouble()
                        : null,
                pair.canonicalSmiles(),
                score.tokenCount(),
                score.truncated()));
    }

    long scored() {
        return scored;
    }

    long rejected() {
        return rejected;
    }
}
