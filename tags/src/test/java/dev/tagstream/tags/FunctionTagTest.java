package dev.tagstream.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionTagTest {
    private static final FunctionTag.Member MEMBER = member(2, 3);

    @Test
    void doesNotChangeWithTheListItWasMadeFrom() {
        List<FunctionTag.Member> members = new ArrayList<>(List.of(MEMBER));
        FunctionTag tag = tag(members, 0, 1);
        members.clear();
        assertThat(tag.members()).containsExactly(MEMBER);
    }

    @Test
    void needsAMember() {
        assertThatThrownBy(() -> tag(List.of(), 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("function tag Solubility has no member");
    }

    @ParameterizedTest
    @CsvSource({"NaN,1", "Infinity,1", "0,NaN", "0,0", "0,-1", "0,Infinity"})
    void needsATargetScaleThatIsFiniteAndPositive(double mean, double standardDeviation) {
        assertThatThrownBy(() -> tag(List.of(MEMBER), mean, standardDeviation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("function tag Solubility has target mean %s and standard deviation %s"
                        .formatted(mean, standardDeviation));
    }

    @Test
    void needsMembersOfOneShape() {
        assertThat(tag(List.of(MEMBER, member(2, 3)), 0, 1).members()).hasSize(2);
        assertThatThrownBy(() -> tag(List.of(MEMBER, member(4, 3)), 0, 1))
                .hasMessage("function tag Solubility has members of 2 and 4 rows");
        assertThatThrownBy(() -> tag(List.of(MEMBER, member(2, 4)), 0, 1))
                .hasMessage("function tag Solubility has members of 3 and 4 columns");
    }

    @ParameterizedTest
    @CsvSource({"1,4", "1,9"})
    void needsAHeadAsWideAsSomeOfItsRows(int rows, int width) {
        Rows head = rows(rows, width);
        assertThatThrownBy(() -> new FunctionTag.Member(MEMBER.rows(), head))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a head of %d x %d does not read out tag rows of 2 x 3".formatted(rows, width));
    }

    private static FunctionTag.Member member(int rows, int width) {
        return new FunctionTag.Member(rows(rows, width), rows(1, width));
    }

    private static Rows rows(int rows, int width) {
        return new Rows(rows, width, new float[rows * width]);
    }

    private static FunctionTag tag(List<FunctionTag.Member> members, double mean, double standardDeviation) {
        return new FunctionTag(
                new TagId("Solubility", 1, ""),
                members,
                mean,
                standardDeviation,
                "log mol/L",
                PromptTemplate.parse("{SMILES}{function}"));
    }
}
