package dev.tagstream.processor.scorer;

import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Tags with seeded random rows, of whatever width a scorer asks for. */
public final class TagExamples {
    public static final String PAIR_TEMPLATE = "{bos}{Protein}\n{SMILES}\n{function}";
    public static final String MOLECULE_TEMPLATE = "{bos}{SMILES}\n{function}";

    private static final int ROWS = 3;

    private TagExamples() {}

    /** Protein and SMILES, the pair function BindingAffinity, the molecule functions QED and Solubility (an ensemble). */
    public static TagSet tags(int width, long version) {
        return TagSet.EMPTY
                .with(domain("Protein", version, width))
                .with(domain("SMILES", version, width))
                .with(function("BindingAffinity", version, width, PAIR_TEMPLATE, 1))
                .with(function("QED", version, width, MOLECULE_TEMPLATE, 1))
                .with(function("Solubility", version, width, MOLECULE_TEMPLATE, 3));
    }

    public static DomainTag domain(String name, long version, int width) {
        return new DomainTag(id(name, version), rows(ROWS, width, new Random(name.hashCode() + version)));
    }

    public static FunctionTag function(String name, long version, int width, String template, int members) {
        Random random = new Random(name.hashCode() + version);
        List<FunctionTag.Member> ensemble = IntStream.range(0, members)
                .mapToObj(member -> new FunctionTag.Member(rows(ROWS, width, random), rows(1, width, random)))
                .toList();
        return new FunctionTag(id(name, version), ensemble, 6.0, 1.5, "pKi", PromptTemplate.parse(template));
    }

    /** A classification of molecules. */
    public static FunctionTag classifier(String name, int width, String... classes) {
        Random random = new Random(name.hashCode());
        FunctionTag.Member member =
                new FunctionTag.Member(rows(ROWS, width, random), rows(classes.length, width, random));
        return new FunctionTag(
                id(name, 1),
                List.of(member),
                0,
                1,
                "class",
                PromptTemplate.parse(MOLECULE_TEMPLATE),
                List.of(classes),
                Map.of());
    }

    private static TagId id(String name, long version) {
        return new TagId(name, version, "%s-%d-hash".formatted(name, version));
    }

    private static Rows rows(int rows, int width, Random random) {
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.05f * (float) random.nextGaussian();
        }
        return new Rows(rows, width, values);
    }
}
