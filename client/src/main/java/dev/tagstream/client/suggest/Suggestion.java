package dev.tagstream.client.suggest;

import dev.tagstream.client.screening.Outcome;
import dev.tagstream.client.screening.RequestTexts;
import dev.tagstream.client.suggest.DiversePicks.Candidate;
import dev.tagstream.client.suggest.DiversePicks.Pick;
import dev.tagstream.client.suggest.DiversePicks.Place;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What of a library to measure next.
 *
 * @param rankedBy what stands behind the worth of a pick, in words
 * @param remarks sentences for a person
 */
public record Suggestion(
        List<Pick<Outcome.Predicted>> picks,
        String rankedBy,
        int predictions,
        long alreadyMeasured,
        List<String> remarks) {
    /** Only so many of the worthiest are compared as molecules; the others have no chance of a place. */
    private static final int COMPARED = 5_000;

    private static final int COMPARED_PER_PICK = 50;

    /** What a measurement is for. */
    public enum Aim {
        LEARNING,
        VALUE
    }

    /** What was asked for; the weights are those of {@code tagstream suggest}. */
    public record Wish(Aim aim, int count, double kappa, boolean minimize, double diversity) {}

    public static Suggestion of(
            List<Outcome.Predicted> predictions,
            FunctionSpec function,
            RequestTexts texts,
            MeasuredPairs measured,
            Wish wish) {
        List<Outcome.Predicted> open = predictions.stream()
                .filter(it -> !measured.hold(
                        it, texts.smiles(it.requestId()), texts.protein(Optional.ofNullable(it.targetId()))))
                .toList();
        List<String> remarks = new ArrayList<>();
        Worth worth = Worth.of(open, function, wish, remarks);
        Comparator<Outcome.Predicted> best =
                Comparator.comparingDouble(worth.measure()).reversed();
        int compared = Math.max(COMPARED, COMPARED_PER_PICK * wish.count());
        Fingerprints fingerprints = new Fingerprints();
        List<Candidate<Outcome.Predicted>> candidates = open.stream()
                .sorted(best) // stable: equal ones stay by compound and target
                .limit(compared)
                .map(it -> new Candidate<>(it, worth.measure().applyAsDouble(it), place(it, fingerprints)))
                .toList();
        List<Place> known = wish.aim() == Aim.LEARNING ? measured.places(fingerprints) : List.of();
        return new Suggestion(
                DiversePicks.choose(candidates, known, wish.count(), wish.diversity()),
                worth.words(),
                predictions.size(),
                predictions.size() - (long) open.size(),
                remarks);
    }

    private static Place place(Outcome.Predicted prediction, Fingerprints fingerprints) {
        String smiles = prediction.canonicalSmiles();
        return new Place(
                Objects.requireNonNullElse(prediction.targetId(), ""),
                smiles == null ? Optional.empty() : fingerprints.of(smiles));
    }

    /** A measure of what a measurement would bring. */
    private record Worth(ToDoubleFunction<Outcome.Predicted> measure, String words) {
        static Worth of(List<Outcome.Predicted> open, FunctionSpec function, Wish wish, List<String> remarks) {
            boolean twoClasses = function.task() == Task.CLASSIFICATION;
            ToDoubleFunction<Outcome.Predicted> deviation = it -> deviation(it, twoClasses);
            long without = open.stream()
                    .filter(it -> it.standardDeviation() == null && !twoClasses)
                    .count();
            ToDoubleFunction<Outcome.Predicted> value = it -> wish.minimize() ? -it.value() : it.value();
            String direction = wish.minimize() ? "lowest" : "highest";
            if (without > 0 && without == open.size()) {
                remarks.add(
                        "The predictions have no standard deviation, since the tag of %s has one member: ranked by value"
                                        .formatted(function.name())
                                + " and diversity. A tag trained as an ensemble says how sure it is.");
                return new Worth(value, direction + " value");
            }
            if (without > 0) {
                remarks.add("%,d predictions have no standard deviation and count as sure.".formatted(without));
            }
            if (wish.aim() == Aim.LEARNING) {
                return new Worth(deviation, "uncertainty");
            }
            return new Worth(
                    it -> value.applyAsDouble(it) + wish.kappa() * deviation.applyAsDouble(it),
                    "%s value within %s standard deviations".formatted(direction, wish.kappa()));
        }

        /** Of two classes the spread of a coin with the predicted probability. */
        private static double deviation(Outcome.Predicted prediction, boolean twoClasses) {
            if (twoClasses) {
                double p = Math.min(1, Math.max(0, prediction.value()));
                return Math.sqrt(p * (1 - p));
            }
            Double deviation = prediction.standardDeviation();
            return deviation == null ? 0 : deviation;
        }
    }
}
