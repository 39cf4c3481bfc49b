package dev.tagstream.model.engine;

import dev.tagstream.model.prompt.Link;
import dev.tagstream.model.prompt.Prompt;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradients of a function tag through cached spans. While domain tags are frozen, keys and values of everything before the tag are
 * constants, so that forward and backward run over the tag's rows alone.
 */
final class CachedGradients {
    private final EngineParts parts;

    CachedGradients(EngineParts parts) {
        this.parts = parts;
    }

    /** One step of a tag on prompts that all ask for it; gradients of each member. */
    List<Gradients> step(List<ScoringTask> tasks, FunctionTag function, TagSet tags, Targets targets) {
        try (LlamaBatch batch = LlamaBatch.prepare(parts, tasks, tags)) {
            batch.encode();
            TrainingStep step = new TrainingStep(function, parts.config().layers(), tasks.size());
            List<Link> links = batch.prompts().stream().map(Prompt::last).toList();
            LinkRows rows = LinkRows.suffixes(links.get(0).text(), function.members(), parts.newTagTable());
            Sum sum = new Sum();
            parts.linker()
                    .inCalls(
                            links,
                            rows,
                            batch.blocks(),
                            List.of(),
                            (call, prompts) ->
                                    sum.add(parts.program().learn(call, step, targets.at(prompts, prompts.size()))));
            return step.byMember(sum.result());
        }
    }

    /** Results of a step's calls, added up. */
    private static final class Sum {
        private final List<StepResult> results = new ArrayList<>(1);

        void add(StepResult result) {
            if (results.isEmpty()) {
                results.add(result);
            } else {
                results.get(0).add(result);
            }
        }

        StepResult result() {
            return results.get(0);
        }
    }
}
