package dev.tagstream.cli.bench;

import dev.tagstream.client.files.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * As many targets as a bench needs, of the length it needs. Where a file has too few or too short ones, residues of its own are
 * shuffled: the cache takes them for other proteins, and their cost is that of real ones.
 */
public final class TargetPool {
    private final List<Target> originals;
    private final Random random = new Random(1); // the same proteins in every run

    public TargetPool(List<Target> originals) {
        this.originals = List.copyOf(originals);
    }

    /** So many targets, the originals first. */
    public List<Target> take(int count) {
        List<Target> targets = new ArrayList<>(originals.subList(0, Math.min(count, originals.size())));
        while (targets.size() < count) {
            Target original = originals.get(targets.size() % originals.size());
            String id = "%s-shuffled-%d".formatted(original.id(), targets.size() / originals.size());
            targets.add(new Target(id, shuffled(original.residues())));
        }
        return targets;
    }

    /** {@code target} cut to so many residues, or lengthened to them with shuffled copies of itself. */
    public Target ofLength(Target target, int residues) {
        StringBuilder text = new StringBuilder(target.residues());
        while (text.length() < residues) {
            text.append(shuffled(target.residues()));
        }
        return new Target(target.id(), text.substring(0, residues));
    }

    private String shuffled(String residues) {
        char[] letters = residues.toCharArray();
        for (int i = letters.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            char letter = letters[i];
            letters[i] = letters[other];
            letters[other] = letter;
        }
        return new String(letters);
    }
}
