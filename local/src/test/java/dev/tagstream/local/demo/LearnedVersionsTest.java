package dev.tagstream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.TagReference;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnedVersionsTest {
    private final LearnedVersions versions = new LearnedVersions();

    @Test
    void theNewestIsTheLastThatWasPublished() {
        assertThat(versions.newest()).isZero();
        versions.add(verdict(GateOutcome.PUBLISHED, 1, 0.25));
        versions.add(verdict(GateOutcome.PUBLISHED, 2, 0.5));
        versions.add(verdict(GateOutcome.REFUSED, 0, 0.4));
        assertThat(versions.newest()).isEqualTo(2);
        assertThat(versions.table().rows())
                .containsExactly(
                        Arrays.asList(1, "published", 1L, 320L, 80L, 0.1, 0.25),
                        Arrays.asList(2, "published", 2L, 320L, 80L, 0.1, 0.5),
                        Arrays.asList(3, "refused", null, 320L, 80L, 0.1, 0.4));
    }

    @Test
    void saysWhatARoundCameTo() {
        assertThat(LearnedVersions.sentence(verdict(GateOutcome.PUBLISHED, 3, 0.25)))
                .isEqualTo("version 3: R2 0.250, was 0.100, on 80 held-out results; learned from 320");
        assertThat(LearnedVersions.sentence(verdict(GateOutcome.REFUSED, 0, 0.25)))
                .isEqualTo("no new version: the reason");
    }

    private static GateVerdict verdict(GateOutcome outcome, long version, double r2) {
        return GateVerdict.newBuilder()
                .setFunction("PolarSurface")
                .setOutcome(outcome)
                .setReason("the reason")
                .setCandidate(new TagReference("PolarSurface", version, "sha"))
                .setCurrentMetrics(Map.of("r2", 0.1))
                .setCandidateMetrics(Map.of("r2", r2))
                .setImprovement(0)
                .setImprovementLow(0)
                .setHeldOut(80)
                .setExamples(320)
                .setStartedAt(Instant.EPOCH)
                .setEndedAt(Instant.EPOCH)
                .build();
    }
}
