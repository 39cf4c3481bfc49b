package dev.tagstream.fuzz.door;

import dev.tagstream.client.files.FastaReader;
import dev.tagstream.client.files.Target;
import dev.tagstream.client.files.UnusableInputException;
import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.fuzz.ScratchFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A FASTA file of targets. */
public final class FastaDoor implements Door {
    private final ScratchFile file = ScratchFile.named("targets.fasta");

    public FastaDoor() throws IOException {}

    @Override
    public Answer take(byte[] input) throws IOException {
        try {
            for (Target target : FastaReader.read(file.write(input))) {
                if (target.id().isEmpty() || target.residues().isEmpty()) {
                    throw new AssertionError("an empty target: " + target);
                }
            }
            return Answer.accepted();
        } catch (UnusableInputException e) {
            return Answer.refused(e.getMessage());
        }
    }

    @Override
    public List<byte[]> examples() {
        return Door.texts(
                ">T1 a kinase\nMTVPDRSEIAG\nKKLLPT\n\n>T2\nmkkllpt*\n",
                ";a remark\r\n>sp|P00533|EGFR_HUMAN\r\nMRPSG TAGAA\r\n",
                ">A\nM");
    }

    @Override
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>(Door.texts(
                ">", "\n", "\r\n", ">T1\n", "MKV", "*", ";", " ", "\t", "\u0000", "\u2028", "\u00df", "\u0130", "|"));
        words.add(new byte[] {(byte) 0xff});
        return words;
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        return Map.of(
                new Hostile("a protein of 200,000 residues", Answer.REFUSED),
                Door.bytes(">T\n" + ("M".repeat(1_000) + "\n").repeat(200)),
                new Hostile("an id of a million letters", Answer.REFUSED),
                Door.bytes(">" + "T".repeat(1_000_000) + "\nM\n"));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
