package dev.tagstream.cli.learn;

import dev.tagstream.client.feedback.Measured;
import dev.tagstream.client.feedback.MeasuredText;
import dev.tagstream.client.feedback.RefusedRowException;
import dev.tagstream.client.files.LabelledReader;
import dev.tagstream.client.files.LabelledRow;
import dev.tagstream.client.files.RowProblem;
import dev.tagstream.client.files.RowReason;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.runtime.tags.SpanTokenizer;
import dev.tagstream.schemas.Relation;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import dev.tagstream.tags.text.ShortLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A CSV of labelled examples as prompts of one function. Texts are spelled as the domain tags want, each distinct one tokenised once;
 * rows with an unusable label or text are told to the listener and left out.
 */
public final class LabelledFile {
    private final SpanTokenizer tokenizer;
    private final TagSet domains;
    private final String function;
    private final List<SpanColumn> spans;
    private final List<String> classes;
    private final Map<SpanColumn, Map<String, SpanText>> known = new HashMap<>();

    /**
     * @param domains tags that are learned with
     * @param function name of the function the examples are of
     * @param spans in the order of the prompt
     * @param classes names that labels of a classification may be written as, beside their numbers; empty for a regression
     */
    public LabelledFile(Scorer model, TagSet domains, String function, List<SpanColumn> spans, List<String> classes) {
        this.tokenizer = new SpanTokenizer(model);
        this.domains = domains;
        this.function = function;
        this.spans = List.copyOf(spans);
        this.classes = List.copyOf(classes);
    }

    /** All usable rows, in order. */
    public List<LabelledTask> read(
            Path file, String labelColumn, Optional<String> relationColumn, Consumer<RowProblem> problems) {
        List<LabelledTask> tasks = new ArrayList<>();
        List<String> columns = spans.stream().map(SpanColumn::column).toList();
        try (LabelledReader reader = LabelledReader.open(file, columns, labelColumn, relationColumn, problems)) {
            for (LabelledRow row = reader.next(); row != null; row = reader.next()) {
                LabelledTask task = task(row, reader, problems);
                if (task != null) {
                    tasks.add(task);
                }
            }
        }
        return tasks;
    }

    /** What the file says for each span of those read; of several ways of writing with the same tokens, one. */
    public Map<SpanText, String> texts() {
        Map<SpanText, String> texts = new HashMap<>();
        known.values().forEach(byText -> byText.forEach((text, span) -> texts.put(span, text)));
        return texts;
    }

    private @Nullable LabelledTask task(LabelledRow row, LabelledReader reader, Consumer<RowProblem> problems) {
        try {
            List<SpanText> texts = new ArrayList<>();
            for (int i = 0; i < spans.size(); i++) {
                texts.add(tokens(spans.get(i), row.texts().get(i)));
            }
            ScoringTask task = new ScoringTask(function, texts);
            if (!classes.isEmpty()) {
                return new LabelledTask(task, classOf(row), LabelledTask.Bound.EXACT);
            }
            Measured measured = MeasuredText.read(row.label(), row.relation());
            return new LabelledTask(task, measured.value(), bound(measured.relation()));
        } catch (RefusedRowException e) {
            problems.accept(reader.problem(row, e.reason(), e.detail()));
        } catch (UntokenizableTextException e) {
            problems.accept(reader.problem(row, RowReason.UNTOKENIZABLE, String.valueOf(e.getMessage())));
        }
        return null;
    }

    private SpanText tokens(SpanColumn span, String text) {
        return known.computeIfAbsent(span, unseen -> new HashMap<>())
                .computeIfAbsent(text, unseen -> tokenizer.tokenize(span.domain(), text, domains));
    }

    private int classOf(LabelledRow row) throws RefusedRowException {
        if (!row.relation().isEmpty() && !row.relation().equals("=")) {
            throw new RefusedRowException(
                    RowReason.BAD_RELATION,
                    "relation \"%s\" stands beside a class, which is neither less nor greater"
                            .formatted(ShortLine.value(row.relation())));
        }
        int named = classes.indexOf(row.label());
        int number = named >= 0 ? named : number(row.label());
        if (number < 0 || number >= classes.size()) {
            throw new RefusedRowException(
                    RowReason.BAD_VALUE, "\"%s\" is no class of %s".formatted(ShortLine.value(row.label()), classes));
        }
        return number;
    }

    /** As a spreadsheet writes it, {@code 1} or {@code 1.0}; -1 for what is none. */
    private static int number(String text) {
        try {
            double value = Double.parseDouble(text);
            return value == Math.rint(value) && value <= Integer.MAX_VALUE ? (int) value : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static LabelledTask.Bound bound(Relation relation) {
        return switch (relation) {
            case EQUAL -> LabelledTask.Bound.EXACT;
            case LESS -> LabelledTask.Bound.BELOW;
            case GREATER -> LabelledTask.Bound.ABOVE;
        };
    }
}
