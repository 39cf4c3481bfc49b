package dev.tagstream.cli.verb;

import static dev.tagstream.cli.verb.ExampleRecords.domainTag;
import static dev.tagstream.cli.verb.ExampleRecords.functionTag;
import static dev.tagstream.cli.verb.ExampleRecords.soundDomainTag;
import static dev.tagstream.cli.verb.ExampleRecords.soundFunctionTag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.TagVersion;
import java.util.List;
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
}
