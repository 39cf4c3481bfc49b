package dev.tagstream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsemblesTest {
    private static final FunctionTag.Member MEMBER =
            new FunctionTag.Member(new Rows(2, 2, new float[] {1, -2, 0.5f, 0}), new Rows(1, 2, new float[] {1, 1}));
    private static final TagSet TAGS = TagSet.EMPTY.with(new FunctionTag(
            new TagId("F", 1, ""), List.of(MEMBER), 6, 1, "pKi", PromptTemplate.parse("{SMILES}{function}")));

    @Test
    void keepsTheFirstMemberAndAddsOthersNearIt() {
        List<FunctionTag.Member> members =
                Ensembles.of(TAGS, 3).function("F").orElseThrow().members();
        assertThat(members).hasSize(3).doesNotHaveDuplicates().startsWith(MEMBER);
        for (FunctionTag.Member member : members) {
            for (int i = 0; i < 4; i++) {
                assertThat(Math.abs(member.rows().toArray()[i] - MEMBER.rows().toArray()[i]))
                        .isLessThan(0.2f);
            }
        }
    }

    @Test
    void changesNothingForOneMember() {
        assertThat(Ensembles.of(TAGS, 1).functions()).containsExactlyElementsOf(TAGS.functions());
    }
}
