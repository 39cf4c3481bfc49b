package dev.tagstream.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes inputs for a door. */
final class Inputs {
    private static final int EDITS = 4;

    private Inputs() {}

    /** A good input with some changes. */
    static Arbitrary<byte[]> changed(Door door) {
        List<byte[]> examples = door.examples();
        List<byte[]> words = door.words();
        Arbitrary<List<Edit>> edits =
                Arbitraries.randomValue(Edit::random).list().ofMinSize(1).ofMaxSize(EDITS);
        return Combinators.combine(Arbitraries.integers().between(0, examples.size() - 1), edits)
                .as((example, changes) -> {
                    byte[] input = examples.get(example);
                    for (Edit edit : changes) {
                        input = edit.apply(input, words, examples);
                    }
                    return input;
                });
    }

    /** Any bytes, and any sequence of the door's words. */
    static Arbitrary<byte[]> arbitrary(Door door) {
        List<byte[]> words = door.words();
        Arbitrary<byte[]> bytes = Arbitraries.randomValue(random -> {
            byte[] some = new byte[(int) Math.exp(random.nextDouble() * 7)];
            random.nextBytes(some);
            return some;
        });
        Arbitrary<byte[]> sentences = Arbitraries.integers()
                .between(0, words.size() - 1)
                .list()
                .ofMaxSize(80)
                .map(picks -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    picks.forEach(pick -> out.writeBytes(words.get(pick)));
                    return out.toByteArray();
                });
        return Arbitraries.oneOf(List.of(bytes, sentences));
    }
}
