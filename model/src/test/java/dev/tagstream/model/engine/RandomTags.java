package dev.tagstream.model.engine;

import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Tags of random rows for a model of some width. */
final class RandomTags {
    static final String PAIR = "{bos}{Protein} and {SMILES}: {function}";
    static final String MOLECULE = "{bos}Drug {SMILES} is {function}";

    private final int width;
    private final Random random;

    RandomTags(int width, long seed) {
        this.width = width;
        this.random = new Random(seed);
    }

    /** Protein (3 rows), SMILES (2), Affinity (4, for a pair) and Solubility (2, for a molecule), one member each. */
    static TagSet ofWidth(int width) {
        RandomTags tags = new RandomTags(width, 11);
        return TagSet.EMPTY
                .with(tags.domain("Protein", 3))
                .with(tags.domain("SMILES", 2))
                .with(tags.function("Affinity", 4, 1, PAIR))
                .with(tags.function("Solubility", 2, 1, MOLECULE));
    }

    DomainTag domain(String name, int rows) {
        return new DomainTag(new TagId(name, 1, ""), rows(rows, 0.5));
    }

    FunctionTag function(String name, int rows, int members, String template) {
        List<FunctionTag.Member> list = new ArrayList<>();
        for (int m = 0; m < members; m++) {
            list.add(new FunctionTag.Member(rows(rows, 0.5), rows(1, 0.1)));
        }
        return new FunctionTag(new TagId(name, 1, ""), list, 6, 1.5, "pKi", PromptTemplate.parse(template));
    }

    /** With all that a tag may hold for {@code layers} layers, a head over the last two rows, and classes if there are any. */
    FunctionTag extended(String name, int rows, int members, int layers, boolean deep, int rank, List<String> classes) {
        List<FunctionTag.Member> list = new ArrayList<>();
        for (int m = 0; m < members; m++) {
            list.add(new FunctionTag.Member(
                    rows(rows, 0.5),
                    rows(Math.max(1, classes.size()), 2 * width, 0.1),
                    deep ? rows(layers * rows, 0.2) : null,
                    rank > 0 ? new LowRank(rank, rows(layers * LowRank.MATRICES * rank, 0.7)) : null));
        }
        boolean number = classes.isEmpty();
        return new FunctionTag(
                new TagId(name, 1, ""),
                list,
                number ? 6 : 0,
                number ? 1.5 : 1,
                number ? "pKi" : "class",
                PromptTemplate.parse(PAIR),
                classes,
                Map.of());
    }

    private Rows rows(int count, double scale) {
        return rows(count, width, scale);
    }

    private Rows rows(int count, int columns, double scale) {
        float[] values = new float[count * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return new Rows(count, columns, values);
    }

    /** Texts of random letters, each of 1 to {@code longest} tokens. */
    static List<SpanText> texts(
            LlamaEngine engine, String domain, String letters, int count, int longest, Random random) {
        return Stream.generate(() -> {
                    StringBuilder text = new StringBuilder();
                    int length = 1 + random.nextInt(longest);
                    for (int i = 0; i < length; i++) {
                        text.append(letters.charAt(random.nextInt(letters.length())));
                    }
                    return engine.tokenize(domain, text.toString());
                })
                .limit(count)
                .toList();
    }
}
