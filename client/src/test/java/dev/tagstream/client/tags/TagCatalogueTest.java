package dev.tagstream.client.tags;

import static dev.tagstream.client.ExampleRecords.domainTag;
import static dev.tagstream.client.ExampleRecords.functionTag;
import static dev.tagstream.client.ExampleRecords.soundDomainTag;
import static dev.tagstream.client.ExampleRecords.soundFunctionTag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.client.ExampleRecords;
import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagCatalogueTest {
    private static final String TEMPLATE = "{bos}{Protein}\n{SMILES}\n{function}";

    private final TagCatalogue tags = new TagCatalogue();

    @Test
    void findsNothingMissingWhereAllTagsAreOfOneModel() {
        tags.put(true, "Protein", domainTag("Protein", "m1"));
        tags.put(true, "SMILES", domainTag("SMILES", "m1"));
        tags.put(false, "Affinity", functionTag("Affinity", "m1", TEMPLATE));
        assertThat(tags.missingFor(List.of("Affinity"))).isEmpty();
        assertThat(tags.domainsOf(List.of("Affinity"))).containsExactly("Protein", "SMILES");
    }

    @Test
    void namesEachMissingFunctionAndDomain() {
        tags.put(false, "Affinity", functionTag("Affinity", "m1", TEMPLATE));
        tags.put(true, "SMILES", domainTag("SMILES", "m1"));
        assertThat(tags.missingFor(List.of("Solubility", "Affinity")))
                .containsExactly(
                        "There is no function tag Solubility; there are: Affinity.",
                        "Function tag Affinity needs the domain tag Protein, which is not there; there are: SMILES.");
    }

    @Test
    void forgetsATagThatWasWithdrawn() {
        tags.put(false, "Affinity", functionTag("Affinity", "m1", TEMPLATE));
        tags.put(false, "Affinity", null);
        assertThat(tags.all()).isEmpty();
        assertThat(tags.missingFor(List.of("Affinity")))
                .containsExactly("There is no function tag Affinity; there are: none.");
    }

    @Test
    void noticesTagsOfDifferentModels() {
        tags.put(true, "Protein", domainTag("Protein", "another-model-entirely"));
        tags.put(true, "SMILES", domainTag("SMILES", "m1"));
        tags.put(false, "Affinity", functionTag("Affinity", "m1", TEMPLATE));
        assertThat(tags.missingFor(List.of("Affinity")))
                .containsExactly(
                        "Function tag Affinity and domain tag Protein are of different models (m1 and another-mode).");
    }

    @Test
    void noticesAVersionThatWasLearnedWithAnotherDomainTag() {
        TagVersion old = soundDomainTag("SMILES", 1);
        tags.put(old);
        TagVersion function = soundFunctionTag("F", "{SMILES}{function}", 3, old);
        assertThat(tags.misfits(function)).isEmpty();
        tags.put(
                TagVersion.newBuilder(soundDomainTag("SMILES", 2)).setVersion(2).build());
        assertThat(tags.misfits(function))
                .singleElement()
                .asString()
                .startsWith("It was learned with another domain tag SMILES (")
                .contains("than version 2, which is in use");
    }

    @Test
    void refusesWhatProcessorsRefuseAndKeepsTheVersionBefore() {
        TagVersion molecules = soundDomainTag("SMILES", 1);
        TagVersion first = soundFunctionTag("F", "{SMILES}{function}", 3, molecules);
        tags.take(TagKind.DOMAIN, "SMILES", molecules);
        tags.take(TagKind.FUNCTION, "F", first);
        tags.take(TagKind.FUNCTION, "F", foreign("F"));

        assertThat(tags.function("F")).hasValue(first);
        assertThat(tags.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.version()).isEqualTo(1);
            assertThat(refusal.reason())
                    .isEqualTo("version 1 is for another model (other) than the domain tag SMILES in use (m)");
        });
        tags.take(TagKind.FUNCTION, "F", soundFunctionTag("G", "{SMILES}{function}", 3, molecules));
        assertThat(tags.refusals()).singleElement().satisfies(refusal -> assertThat(refusal.reason())
                .isEqualTo("it is a version of the function tag \"G\""));
        assertThat(tags.endsWith(TagKind.FUNCTION, "F", first.getSha256())).isFalse();

        tags.take(TagKind.FUNCTION, "F", first);
        assertThat(tags.refusals()).isEmpty();
        assertThat(tags.endsWith(TagKind.FUNCTION, "F", first.getSha256())).isTrue();
    }

    private static TagVersion foreign(String name) {
        FunctionTag tag = new FunctionTag(
                new TagId(name, 1, ""),
                List.of(new FunctionTag.Member(new Rows(1, 2, new float[] {1, 1}), new Rows(1, 2, new float[] {1, 1}))),
                6,
                1.5,
                "pKi",
                PromptTemplate.parse("{SMILES}{function}"));
        return TagCodec.toWire(tag, new Provenance("other", "m", List.of(), Map.of(), 0, "", ExampleRecords.TIME));
    }
}
