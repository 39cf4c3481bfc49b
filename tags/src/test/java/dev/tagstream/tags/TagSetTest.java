package dev.tagstream.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagSetTest {

    @Test
    void replacesATagByNameAndLeavesTheEarlierSetAsItWas() {
        TagSet first = TagSet.EMPTY.with(domain("SMILES", 1)).with(function("Affinity", 1));
        TagSet second = first.with(domain("SMILES", 2)).with(function("Affinity", 2));
        assertThat(first.domain("SMILES")).contains(domain("SMILES", 1));
        assertThat(first.function("Affinity")).contains(function("Affinity", 1));
        assertThat(second.domain("SMILES")).contains(domain("SMILES", 2));
        assertThat(second.function("Affinity")).contains(function("Affinity", 2));
        assertThat(second.domains()).hasSize(1);
        assertThat(second.functions()).hasSize(1);
        assertThat(TagSet.EMPTY.domains()).isEmpty();
        assertThat(TagSet.EMPTY.functions()).isEmpty();
    }

    @Test
    void keepsDomainsAndFunctionsOfOneNameApart() {
        TagSet tags = TagSet.EMPTY.with(domain("X", 1)).with(function("X", 2));
        assertThat(tags.withoutDomain("X").function("X")).contains(function("X", 2));
        assertThat(tags.withoutDomain("X").domain("X")).isEmpty();
        assertThat(tags.withoutFunction("X").domain("X")).contains(domain("X", 1));
        assertThat(tags.withoutFunction("X").function("X")).isEmpty();
        assertThat(tags.domain("X")).isPresent();
    }

    @Test
    void keepsACandidateApartFromTheFunctionTagInUse() {
        TagSet tags = TagSet.EMPTY.with(function("X", 1)).withShadow(function("X", 2));
        assertThat(tags.function("X")).contains(function("X", 1));
        assertThat(tags.shadow("X")).contains(function("X", 2));
        assertThat(tags.functions()).containsExactly(function("X", 1));
        assertThat(tags.with(function("X", 3)).with(domain("X", 1)).shadow("X")).contains(function("X", 2));
        assertThat(tags.withoutFunction("X").withoutDomain("X").shadow("X")).isPresent();
        assertThat(tags.withoutShadow("X").shadow("X")).isEmpty();
        assertThat(tags.withoutShadow("X").function("X")).isPresent();
    }

    @Test
    void forgetsWhatItNeverHeldInSilence() {
        assertThat(TagSet.EMPTY.withoutDomain("X").withoutFunction("X").domains())
                .isEmpty();
    }

    @Test
    void listsTagsByName() {
        TagSet tags = TagSet.EMPTY.with(domain("b", 1)).with(domain("a", 1)).with(domain("c", 1));
        assertThat(tags.domains()).extracting(tag -> tag.id().name()).containsExactly("a", "b", "c");
        assertThatThrownBy(() -> tags.domains().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> tags.functions().add(function("x", 1)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static DomainTag domain(String name, long version) {
        return new DomainTag(new TagId(name, version, ""), new Rows(1, 1, new float[] {version}));
    }

    private static FunctionTag function(String name, long version) {
        Rows row = new Rows(1, 1, new float[] {1});
        return new FunctionTag(
                new TagId(name, version, ""),
                List.of(new FunctionTag.Member(row, row)),
                0,
                1,
                "pKi",
                PromptTemplate.parse("{SMILES}{function}"));
    }
}
