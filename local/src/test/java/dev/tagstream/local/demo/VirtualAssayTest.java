package dev.tagstream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.local.demo.VirtualAssay.Measurement;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.Relation;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualAssayTest {
    private final VirtualAssay assay = new VirtualAssay();

    @Test
    void measuresThePolarSurfaceOfErtlsContributions() {
        List<Measurement> measured =
                assay.measure(List.of(row("hydroxyl", "CCO"), row("pyridine", "c1ccncc1"), row("none", "c1ccccc1")));
        assertThat(measured.get(0).value()).isCloseTo(20.23, within(1e-6));
        assertThat(measured.get(1).value()).isCloseTo(12.89, within(1e-6));
        assertThat(measured.get(2).value()).isZero();
    }

    @Test
    void takesEachMoleculeOnceAndLeavesOutWhatIsNone() {
        assertThat(assay.measure(List.of(row("a", "CCO"), row("b", "OCC"), row("c", "C1CC"), row("d", "CCN"))))
                .extracting(measurement -> measurement.molecule().id())
                .containsExactly("a", "d");
    }

    @Test
    void saysInEachResultThatItIsVirtual() {
        AssayResult result = assay.measure(List.of(row("a", "CCO"))).get(0).result("PolarSurface");
        assertThat(result.getSource()).contains("virtual assay", "CDK");
        assertThat(result.getFunction()).isEqualTo("PolarSurface");
        assertThat(result.getSmiles()).isEqualTo("CCO");
        assertThat(result.getRelation()).isEqualTo(Relation.EQUAL);
        assertThat(result.getUnit()).isEqualTo(VirtualAssay.UNIT);
    }

    private static LibraryRow row(String id, String smiles) {
        return new LibraryRow(1, id, smiles);
    }
}
