package dev.tagstream.console.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.console.reader.ConsumerGroupView;
import dev.tagstream.console.reader.Snapshot;
import dev.tagstream.console.state.ConsoleState;
import dev.tagstream.console.state.Flow;
import dev.tagstream.console.state.FunctionHistory;
import dev.tagstream.console.state.FunctionScores;
import dev.tagstream.console.state.LibraryStats;
import dev.tagstream.console.state.RejectionStats;
import dev.tagstream.console.state.ScoreBins;
import dev.tagstream.console.state.TopCompound;
import dev.tagstream.runtime.ops.OpsResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A view as the page reads it: times in milliseconds since 1970, rates a second. */
final class StateJson {
    private final Snapshot view;
    private final ConsoleState state;
    private final long now;
    private final Function<String, Optional<String>> drawing;

    private StateJson(Snapshot view, Function<String, Optional<String>> drawing) {
        this.view = view;
        this.state = view.state();
        this.now = view.at().toEpochMilli();
        this.drawing = drawing;
    }

    /** @param drawing the name of a molecule's drawing by its SMILES */
    static ObjectNode of(Snapshot view, Function<String, Optional<String>> drawing) {
        return new StateJson(view, drawing).state();
    }

    private ObjectNode state() {
        ObjectNode json = OpsResponse.newObject();
        json.put("at", now)
                .put("since", view.since().toEpochMilli())
                .put("problem", view.problem().orElse(null))
                .put("behind", view.behind())
                .put("unreadable", view.unreadable());
        json.putObject("now")
                .put("perSecond", rounded(state.perSecond(now)))
                .put("waiting", state.libraries().pending())
                .put("predicted", state.predicted())
                .put("rejected", state.rejected());
        ArrayNode series = json.putArray("series");
        state.flows().forEach(flow -> flow(flow, series.addObject()));
        ArrayNode libraries = json.putArray("libraries");
        state.libraries()
                .latestFirst()
                .forEach(id -> library(id, state.libraries().get(id), libraries.addObject()));
        json.put("otherLibraries", state.libraries().dropped());
        ArrayNode rejects = json.putArray("rejects");
        state.rejections().lines().forEach(line -> reject(line, rejects.addObject()));
        ArrayNode functions = json.putArray("functions");
        state.functions().forEach((name, history) -> history(name, history, functions.addObject()));
        view.group().ifPresentOrElse(group -> group(group, json.putObject("group")), () -> json.putNull("group"));
        return json;
    }

    private void flow(Flow flow, ObjectNode node) {
        node.put("name", flow.name())
                .put("seconds", flow.answered().span().toSeconds())
                .put("end", flow.answered().end(now));
        numbers(flow.asked().over(now), node.putArray("asked"));
        numbers(flow.answered().over(now), node.putArray("answered"));
        numbers(flow.waiting(now, state.libraries().pending()), node.putArray("waiting"));
    }

    private static void numbers(long[] numbers, ArrayNode node) {
        for (long number : numbers) {
            node.add(number);
        }
    }

    private void library(String id, LibraryStats book, ObjectNode node) {
        OptionalDouble left = book.secondsLeft(now);
        node.put("id", id)
                .put("requests", book.requests())
                .put("announced", book.announced())
                .put("asked", book.asked())
                .put("predicted", book.predicted())
                .put("rejected", book.rejected())
                .put("total", book.total())
                .put("cut", book.cut())
                .put("last", book.last())
                .put("perSecond", rounded(book.perSecond(now)))
                .put("etaSeconds", left.isPresent() ? (Double) rounded(left.getAsDouble()) : null);
        ArrayNode reasons = node.putArray("reasons");
        book.reasons()
                .forEach((reason, count) ->
                        reasons.addObject().put("name", reason).put("count", count));
        ArrayNode functions = node.putArray("functions");
        book.functions().forEach((name, scores) -> scores(name, scores, functions.addObject()));
    }

    private void scores(String name, FunctionScores scores, ObjectNode node) {
        node.put("name", name).put("unit", scores.unit()).put("count", scores.count());
        if (scores.count() > 0) {
            node.put("mean", scores.mean()).put("low", scores.low()).put("high", scores.high());
            ScoreBins.Bins bins = scores.bins();
            ObjectNode drawn = node.putObject("bins").put("low", bins.low()).put("width", bins.width());
            ArrayNode counts = drawn.putArray("counts");
            bins.counts().forEach(counts::add);
        }
        ArrayNode top = node.putArray("top");
        scores.top().forEach(compound -> compound(compound, top.addObject()));
    }

    private void compound(TopCompound compound, ObjectNode node) {
        @Nullable String smiles = compound.smiles();
        node.put("compound", compound.compound())
                .put("target", compound.target())
                .put("value", compound.value())
                .put("deviation", compound.deviation())
                .put("version", compound.version())
                .put("smiles", smiles)
                .put("drawing", smiles == null ? null : drawing.apply(smiles).orElse(null));
    }

    private static void reject(RejectionStats.Line line, ObjectNode node) {
        node.put("stage", line.stage())
                .put("code", line.code())
                .put("reason", line.reason())
                .put("count", line.count())
                .put("last", line.last())
                .put("example", line.example());
    }

    private static void history(String name, FunctionHistory history, ObjectNode node) {
        node.put("name", name).put("inUse", history.inUse());
        ArrayNode versions = node.putArray("versions");
        history.versions().forEach(version -> {
            ObjectNode each = versions.addObject()
                    .put("version", version.version())
                    .put("at", version.at())
                    .put("examples", version.examples())
                    .put("origin", version.origin());
            metrics(version.metrics(), each.putObject("metrics"));
        });
        ArrayNode verdicts = node.putArray("verdicts");
        history.verdicts().forEach(verdict -> {
            ObjectNode each = verdicts.addObject()
                    .put("at", verdict.at())
                    .put("outcome", verdict.outcome().toLowerCase(Locale.ROOT))
                    .put("reason", verdict.reason())
                    .put("version", verdict.version())
                    .put("heldOut", verdict.heldOut());
            metrics(verdict.metrics(), each.putObject("metrics"));
            metrics(verdict.current(), each.putObject("current"));
        });
        ArrayNode live = node.putArray("live");
        history.live().forEach((scored, tally) -> live.addObject()
                .put("version", scored.version())
                .put("shadow", scored.shadow())
                .put("pairs", tally.count())
                .put("r2", known(tally.r2()))
                .put("pearson", known(tally.pearson()))
                .put("mse", known(tally.mse()))
                .put("withinOne", known(tally.shareWithinOne()))
                .put("withinTwo", known(tally.shareWithinTwo())));
    }

    private static void metrics(Map<String, Double> metrics, ObjectNode node) {
        metrics.forEach(node::put);
    }

    private static void group(ConsumerGroupView group, ObjectNode node) {
        node.put("unread", group.unread()).put("partitions", group.partitions());
        ArrayNode instances = node.putArray("instances");
        for (ConsumerGroupView.Instance instance : group.instances()) {
            ObjectNode each = instances
                    .addObject()
                    .put("name", instance.name())
                    .put("host", instance.host())
                    .put("lane", instance.lane().toString())
                    .put("threads", instance.threads())
                    .put("unread", instance.unread());
            ArrayNode partitions = each.putArray("partitions");
            instance.partitions().forEach(partitions::add);
        }
    }

    /** What is not a finite number has no place in JSON. */
    private static @Nullable Double known(OptionalDouble figure) {
        return figure.isPresent() && Double.isFinite(figure.getAsDouble()) ? figure.getAsDouble() : null;
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }
}
