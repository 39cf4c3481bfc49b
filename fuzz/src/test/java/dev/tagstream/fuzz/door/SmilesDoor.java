package dev.tagstream.fuzz.door;

import dev.tagstream.client.suggest.Fingerprints;
import dev.tagstream.common.intake.InvalidRecordException;
import dev.tagstream.common.intake.MoleculeReader;
import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A SMILES, through parser and canonical form, and on to the fingerprints of `tagstream suggest`. */
public final class SmilesDoor implements Door {
    private static final int LIMIT = 2_000;

    private final MoleculeReader reader = new MoleculeReader(LIMIT);

    @Override
    public Answer take(byte[] input) {
        try {
            String canonical = reader.canonical(new String(input, StandardCharsets.UTF_8));
            if (canonical.isBlank() || canonical.contains("\n")) {
                throw new AssertionError("canonical form: " + canonical);
            }
            new Fingerprints().of(canonical);
            return Answer.accepted();
        } catch (InvalidRecordException e) {
            if (!e.reason().name().startsWith("SMILES_")) {
                throw new AssertionError(e);
            }
            return new Answer(e.reason().name(), e.getMessage());
        }
    }

    @Override
    public List<byte[]> examples() {
        return Door.texts(
                "CC(=O)Oc1ccccc1C(=O)O",
                "C[C@@H](N)C(=O)O",
                "F/C=C/F",
                "[Na+].[Cl-]",
                "c1ccc2c(c1)[nH]c1ccccc12",
                "CN1C=NC2=C1C(=O)N(C(=O)N2C)C",
                "C12C3C4C1C5C2C3C45",
                "[13CH4]",
                "O=S(=O)(N)c1ccc(cc1)-n1nc(cc1-c1ccc(C)cc1)C(F)(F)F",
                "C%10CCCCC%10",
                "OC1=CC=CC=C1");
    }

    @Override
    public List<byte[]> words() {
        return Door.texts(
                "C",
                "c",
                "N",
                "n",
                "O",
                "s",
                "[nH]",
                "[C@@H]",
                "[C@H]",
                "[Na+]",
                "[13C]",
                "[",
                "]",
                "(",
                ")",
                "1",
                "2",
                "%10",
                "%(100)",
                "=",
                "#",
                "$",
                "/",
                "\\",
                ".",
                ":",
                "-",
                "*",
                "@",
                "+",
                "H",
                "[Zz]",
                "Cl",
                "Br",
                "[Fe@OH9]",
                "[C@TB20]",
                "[999U]",
                "[C+99]",
                "[C--]",
                "[#6]",
                "[cH-]",
                "c1ccccc1",
                "C1CC1",
                "[se]",
                "[te]",
                "[H]",
                "[*:1]",
                " ",
                "|",
                ">",
                "\u00e9",
                "C1CC2CC1CC2",
                "B",
                "P",
                "p",
                "b",
                "[si]",
                "~",
                "!",
                "&",
                ";");
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        return Map.of(
                new Hostile("a long chain", "SMILES_TOO_LONG"),
                Door.bytes("C".repeat(5_000)),
                new Hostile("as many atoms as letters", "SMILES_TOO_MANY_ATOMS"),
                Door.bytes("C".repeat(2_000)),
                new Hostile("brackets that are not closed", "SMILES_UNPARSEABLE"),
                Door.bytes("C(".repeat(1_000)),
                new Hostile("rings that are not closed", "SMILES_UNPARSEABLE"),
                Door.bytes("C%11C%12C%13".repeat(160)));
    }
}
