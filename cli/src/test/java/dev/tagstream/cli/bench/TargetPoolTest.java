package dev.tagstream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.client.files.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetPoolTest {
    private static final Target ONE = new Target("one", "ACDEFGHIKLMNPQRSTVWY");
    private static final Target TWO = new Target("two", "MKVLAAGHRWMKVLAAGHRW");

    @Test
    void shufflesMoreTargetsOutOfThoseItHas() {
        List<Target> targets = new TargetPool(List.of(ONE, TWO)).take(5);
        assertThat(targets)
                .extracting(Target::id)
                .containsExactly("one", "two", "one-shuffled-1", "two-shuffled-1", "one-shuffled-2");
        assertThat(targets).extracting(Target::residues).doesNotHaveDuplicates();
        assertThat(targets.get(4).residues().chars().sorted().toArray())
                .isEqualTo(ONE.residues().chars().sorted().toArray());
        assertThat(new TargetPool(List.of(ONE, TWO)).take(5)).isEqualTo(targets);
    }

    @Test
    void takesTheFirstWhereItHasEnough() {
        assertThat(new TargetPool(List.of(ONE, TWO)).take(1)).containsExactly(ONE);
    }

    @Test
    void cutsOrLengthensToResidues() {
        TargetPool pool = new TargetPool(List.of(ONE));
        assertThat(pool.ofLength(ONE, 5).residues()).isEqualTo("ACDEF");
        assertThat(pool.ofLength(ONE, 50).residues())
                .hasSize(50)
                .startsWith(ONE.residues())
                .doesNotContain(ONE.residues().repeat(2));
    }
}
