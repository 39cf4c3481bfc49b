package dev.tagstream.processor.batch;

import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What candidates on trial do in one batch.
 *
 * @param tasks one for each submission that a candidate scores too
 * @param owners indices of those submissions
 * @param candidates asked by {@code tasks}, each once
 * @param refused by index of a submission: why its candidate does not score it
 */
record ShadowTasks(
        List<ScoringTask> tasks, List<Integer> owners, Set<TagId> candidates, Map<Integer, Outcome.Refused> refused) {

    static ShadowTasks of(List<Submission> batch, TagSet tags, ShadowHealth trials) {
        ShadowTasks shadows =
                new ShadowTasks(new ArrayList<>(), new ArrayList<>(), new LinkedHashSet<>(), new HashMap<>());
        for (int i = 0; i < batch.size(); i++) {
            ScoringTask task = batch.get(i).task().forShadow();
            Optional<FunctionTag> candidate = task.tagIn(tags);
            if (candidate.isPresent()) {
                shadows.add(i, task, candidate.get(), tags, trials);
            }
        }
        return shadows;
    }

    private void add(int owner, ScoringTask task, FunctionTag candidate, TagSet tags, ShadowHealth trials) {
        TagId id = candidate.id();
        Optional<Outcome.Refused> obstacle = Readiness.firstObstacle(task, tags).or(() -> trials.obstacle(id));
        if (obstacle.isEmpty()) {
            tasks.add(task);
            owners.add(owner);
            candidates.add(id);
        } else {
            trials.refused(id, obstacle.get().message());
            refused.put(owner, obstacle.get());
        }
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** The same with nothing to score, because that failed. */
    ShadowTasks failed(RuntimeException failure) {
        Map<Integer, Outcome.Refused> all = new HashMap<>(refused);
        Outcome.Refused why = new Outcome.Refused(
                RejectReason.ENGINE_FAILED, "the candidate failed in the engine: " + failure.getMessage());
        owners.forEach(owner -> all.put(owner, why));
        return new ShadowTasks(List.of(), List.of(), Set.of(), all);
    }

    /**
     * By index of the submission, for those with a candidate.
     *
     * @param scored what became of {@code tasks}
     */
    Map<Integer, Outcome> outcomes(List<Outcome> scored) {
        Map<Integer, Outcome> outcomes = new HashMap<>(refused);
        for (int i = 0; i < scored.size(); i++) {
            outcomes.put(owners.get(i), scored.get(i));
        }
        return outcomes;
    }
}
