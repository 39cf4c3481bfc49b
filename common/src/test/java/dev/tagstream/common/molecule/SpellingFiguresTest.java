package dev.tagstream.common.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Figures of docs/quality.md, on a file with a SMILES at the beginning of each line; skipped where none is named. */
@EnabledIfEnvironmentVariable(named = "SMILES_FILE", matches = ".+")
class SpellingFiguresTest {
    private static final int MOLECULES = 500;
    private static final int SPELLINGS = 6;

    private final CanonicalSpelling spelling = new CanonicalSpelling();
    private final MoleculeIdentity identity = new MoleculeIdentity();

    @Test
    void nearlyAllRandomSpellingsGiveOneText() throws IOException {
        Random random = new Random(1);
        int same = 0;
        int sameMolecule = 0;
        int all = 0;
        List<String> others = new ArrayList<>();
        for (String smiles : molecules(random)) {
            String text = spelling.spell(smiles).orElseThrow();
            String molecule = identity.of(smiles);
            for (String other : RandomSpellings.of(smiles, SPELLINGS, random).toList()) {
                String spelled = spelling.spell(other).orElseThrow();
                all++;
                same += spelled.equals(text) ? 1 : 0;
                sameMolecule += identity.of(other).equals(molecule) ? 1 : 0;
                if (!spelled.equals(text)) {
                    others.add(text + " " + spelled);
                }
            }
        }
        System.out.printf("%,d spellings, in one text %,d, of one identity %,d%n", all, same, sameMolecule);
        others.forEach(System.out::println);
        time();

        assertThat(same / (double) all).isGreaterThanOrEqualTo(0.998);
        assertThat(sameMolecule).isEqualTo(all);
    }

    private void time() throws IOException {
        List<String> molecules = molecules(new Random(2));
        for (String what : List.of("spelled", "flat", "identity", "spelled", "flat", "identity")) {
            long start = System.nanoTime();
            for (int i = 0; i < 4; i++) {
                for (String smiles : molecules) {
                    switch (what) {
                        case "spelled" -> spelling.spell(smiles);
                        case "flat" -> identity.constitution(smiles);
                        default -> identity.of(smiles);
                    }
                }
            }
            System.out.printf("%s: %,.0f a second%n", what, 4e9 * molecules.size() / (System.nanoTime() - start));
        }
    }

    private List<String> molecules(Random random) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(
                Path.of(Optional.ofNullable(System.getenv("SMILES_FILE")).orElseThrow())));
        Collections.shuffle(lines, random);
        Set<String> molecules = new HashSet<>();
        for (String line : lines) {
            String smiles = line.split("[\\s,]", 2)[0];
            if (molecules.size() < MOLECULES && spelling.spell(smiles).isPresent()) {
                molecules.add(smiles);
            }
        }
        return List.copyOf(molecules);
    }
}
