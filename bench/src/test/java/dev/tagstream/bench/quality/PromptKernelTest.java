package dev.tagstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.learn.LabelledTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PromptKernelTest {
    private static final double PARTS = 0.3;
    private static final double OWN = 0.2;

    private final WrittenPrompts prompts = new WrittenPrompts();

    /** The kernel of all with all, by products with unit vectors. */
    private double[][] matrix(List<LabelledTask> rows, Double... powers) {
        PromptKernel kernel = prompts.kernel(rows);
        GridProduct product = kernel.with(new KernelSettings(0.1, PARTS, OWN, List.of(powers)));
        List<GridProduct.Place> places = kernel.places(rows);
        double[][] matrix = new double[rows.size()][];
        for (int i = 0; i < matrix.length; i++) {
            double[] unit = new double[matrix.length];
            unit[i] = 1;
            matrix[i] = product.times(unit, places, places);
        }
        return matrix;
    }

    @Test
    void ofOneDomainItIsTheSimilarityAndWhatADatumHasOfItsOwn() {
        List<LabelledTask> rows = List.of(
                prompts.row(0, "SMILES", "CCO"), prompts.row(0, "SMILES", "CCN"), prompts.row(0, "SMILES", "CCO"));
        double t = similarity("SMILES", "CCO", "CCN");

        double[][] found = matrix(rows, 2.0);

        assertThat(found[0]).containsExactly(new double[] {1 + OWN, t * t, 1 + OWN}, within(1e-6));
        assertThat(found[1]).containsExactly(new double[] {t * t, 1 + OWN, t * t}, within(1e-6));
    }

    private static double similarity(String domain, String one, String other) {
        Parts parts = new Parts();
        return Similarity.of(List.of(parts.of(domain, one), parts.of(domain, other)))[0][1];
    }

    @Test
    void ofTwoDomainsItIsTheirSumAndTheirProduct() {
        List<LabelledTask> rows = List.of(
                prompts.row(0, "Protein", "MKTAYIAKQR", "SMILES", "CCO"),
                prompts.row(0, "Protein", "MKTAYIAKQL", "SMILES", "CCN"),
                prompts.row(0, "Protein", "MKTAYIAKQR", "SMILES", "CCC"));
        double protein = similarity("Protein", "MKTAYIAKQR", "MKTAYIAKQL");
        double molecule = similarity("SMILES", "CCO", "CCN");
        double others = similarity("SMILES", "CCO", "CCC");

        double[][] found = matrix(rows, 1.0, 1.0);

        assertThat(found[0])
                .containsExactly(
                        new double[] {
                            sum(1 + OWN, 1 + OWN), sum(protein, molecule), sum(1 + OWN, others),
                        },
                        within(1e-6));
    }

    private static double sum(double protein, double molecule) {
        return PARTS * (protein + molecule) + protein * molecule;
    }

    /** Every non-empty set of domains has its product, all of them together with weight 1. */
    @Test
    void ofThreeDomainsItHasAllProducts() {
        List<LabelledTask> rows = List.of(
                prompts.row(0, "Protein", "MKTAYIAKQR", "SMILES", "CCO", "CellLine", "A375"),
                prompts.row(0, "Protein", "MKTAYIAKQL", "SMILES", "CCN", "CellLine", "A375"));
        double protein = similarity("Protein", "MKTAYIAKQR", "MKTAYIAKQL");
        double molecule = similarity("SMILES", "CCO", "CCN");
        double line = 1 + OWN;

        assertThat(matrix(rows, 1.0, 1.0, 1.0)[0][1])
                .isCloseTo(
                        PARTS * (protein + molecule + line + protein * molecule + protein * line + molecule * line)
                                + protein * molecule * line,
                        within(1e-6));
    }

    @Test
    void twoDrugsHaveNoOrder() {
        List<LabelledTask> rows = List.of(
                prompts.row(0, "SMILES", "CCO", "SMILES", "CCN"),
                prompts.row(0, "SMILES", "CCN", "SMILES", "CCO"),
                prompts.row(0, "SMILES", "CCC", "SMILES", "CCCl"));

        double[][] found = matrix(rows, 1.0);

        assertThat(found[0]).containsExactly(found[1], within(0.0));
        double ac = similarity("SMILES", "CCO", "CCC");
        double ad = similarity("SMILES", "CCO", "CCCl");
        double bc = similarity("SMILES", "CCN", "CCC");
        double bd = similarity("SMILES", "CCN", "CCCl");
        assertThat(found[0][2]).isCloseTo((ac + ad + bc + bd) / 4 + (ac * bd + ad * bc) / 2, within(1e-6));
    }

    @Test
    void aProductIsThatOfTheMatrix() {
        Random random = new Random(3);
        List<LabelledTask> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(prompts.row(
                    0,
                    "Protein",
                    "MKTAYIAKQ" + "ACDEF".charAt(random.nextInt(5)),
                    "SMILES",
                    "C".repeat(1 + random.nextInt(6)) + "O"));
        }
        double[] v = random.doubles(40).toArray();
        PromptKernel kernel = prompts.kernel(rows);
        List<GridProduct.Place> places = kernel.places(rows);

        assertThat(kernel.with(new KernelSettings(0.1, PARTS, OWN, List.of(1.0, 1.0)))
                        .times(v, places, places))
                .containsExactly(Dense.times(matrix(rows, 1.0, 1.0), v), within(1e-6));
    }

    @Test
    void knowsOnlyWhatItWasMadeOf() {
        PromptKernel kernel = prompts.kernel(List.of(prompts.row(0, "SMILES", "CCO")));

        assertThatThrownBy(() -> kernel.places(List.of(prompts.row(0, "SMILES", "CCN"))))
                .hasMessageContaining("was not read");
    }
}
