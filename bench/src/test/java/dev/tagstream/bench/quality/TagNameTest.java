package dev.tagstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.learn.TrainingOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TagNameTest {
    private static final TrainingOptions USUAL = TrainingOptions.DEFAULT;

    @Test
    void onlyTheUsualTagIsATag() {
        assertThat(TagName.of(USUAL)).isEqualTo("tag");
        assertThat(TagName.of(USUAL.withSeed(7).withMembers(4))).isEqualTo("tag");
        assertThat(TagName.of(USUAL.withShape(1, true, 4, 10, false))).isEqualTo("tag, deep, low-rank 4, read-rows 10");
        assertThat(TagName.of(USUAL.withEpochs(2).withBudget(Duration.ofSeconds(150))))
                .isEqualTo("tag, epochs 2, budget 150 s");
        assertThat(TagName.of(new TrainingOptions(
                        4, 1, false, 0, 1, false, 16, 0.5, USUAL.epochs(), 3, USUAL.budget(), 1, 2)))
                .isEqualTo("tag, rows 4, batch 16, rate 0.5, patience 3, clip 2.0");
    }
}
