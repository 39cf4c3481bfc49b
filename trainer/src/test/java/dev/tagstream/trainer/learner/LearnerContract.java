package dev.tagstream.trainer.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.model.learn.TrainingListener;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the trainer believes of every learner. */
public abstract class LearnerContract {
    protected static final FunctionSpec SPEC = new FunctionSpec(
            "Size", Task.REGRESSION, "atoms", List.of(), PromptTemplate.parse("{bos}{SMILES}\n{function}"));

    private static final TrainingOptions SHORT = TrainingOptions.DEFAULT.withEpochs(2);
    private static final TrainingOptions LONG = TrainingOptions.DEFAULT.withEpochs(30); // learns something

    protected abstract Learner learner();

    protected abstract Scorer scorer();

    /** With the domain tag SMILES. */
    protected abstract TagSet domains();

    @Test
    void learnsWhatCanBeLearned() {
        List<LabelledTask> all = molecules(160);
        LearnedTag learned = learner()
                .learn(
                        SPEC,
                        domains(),
                        Optional.empty(),
                        all.subList(0, 120),
                        all.subList(120, 160),
                        LONG,
                        TrainingListener.SILENT);

        assertThat(learned.metrics().get("r2")).isGreaterThan(0.3);
        assertThat(learned.examples()).isEqualTo(120);
        assertThat(learned.tag().unit()).isEqualTo("atoms");
        assertThat(learned.tag().id().name()).isEqualTo("Size");
        assertThat(learned.tag().template().source()).isEqualTo(SPEC.template().source());
    }

    @Test
    void predictsEachPromptByItselfInOrder() {
        List<LabelledTask> all = molecules(60);
        LearnedTag learned = learn(all, all.subList(0, 10), TrainingListener.SILENT);

        List<double[]> together = learner().predict(learned.tag(), domains(), all);
        assertThat(together).hasSize(60);
        for (int i = 0; i < 60; i += 17) {
            assertThat(learner()
                            .predict(learned.tag(), domains(), List.of(all.get(i)))
                            .get(0)[0])
                    .isCloseTo(together.get(i)[0], org.assertj.core.api.Assertions.within(1e-2));
        }
    }

    @Test
    void saysWhyNothingCanBeLearned() {
        assertThatThrownBy(() -> learn(List.of(), molecules(10), TrainingListener.SILENT))
                .isInstanceOf(IllegalArgumentException.class);
        List<LabelledTask> same = molecules(20).stream()
                .map(task -> new LabelledTask(task.task(), 3, LabelledTask.Bound.EXACT))
                .toList();
        assertThatThrownBy(() -> learn(same, same, TrainingListener.SILENT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stopsWhenItIsTold() {
        List<LabelledTask> all = molecules(60);

        assertThat(learn(all.subList(0, 40), all.subList(40, 60), progress -> false)
                        .end())
                .isEqualTo(LearnedTag.End.STOPPED);
    }

    @Test
    void stopsPredictingWhenItIsTold() {
        List<LabelledTask> all = molecules(60);
        LearnedTag learned = learn(all.subList(0, 40), all.subList(40, 60), TrainingListener.SILENT);

        assertThatThrownBy(() -> learner().predict(learned.tag(), domains(), all, () -> false))
                .isInstanceOf(CancellationException.class);
    }

    private LearnedTag learn(List<LabelledTask> examples, List<LabelledTask> heldOut, TrainingListener listener) {
        return learner().learn(SPEC, domains(), Optional.empty(), examples, heldOut, SHORT, listener);
    }

    /** Chains and rings with their number of atoms, in an order that mixes sizes. */
    private List<LabelledTask> molecules(int count) {
        List<LabelledTask> molecules = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> {
            int atoms = 1 + (i * 7) % 23;
            String smiles = "C".repeat(atoms) + (i % 3 == 0 ? "O" : "") + (i % 5 == 0 ? "N" : "");
            molecules.add(new LabelledTask(
                    new ScoringTask("Size", List.of(scorer().tokenize("SMILES", smiles))),
                    smiles.length(),
                    LabelledTask.Bound.EXACT));
        });
        return molecules;
    }
}
