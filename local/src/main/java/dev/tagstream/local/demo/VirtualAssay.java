package dev.tagstream.local.demo;

import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.screening.CompoundCheck;
import dev.tagstream.client.screening.RequestId;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.Relation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.qsar.DescriptorValue;
import org.openscience.cdk.qsar.descriptors.molecular.TPSADescriptor;
import org.openscience.cdk.qsar.result.DoubleResult;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/**
 * Stands in for a laboratory: the topological polar surface area in square angstroms (Ertl, Rohde and Selzer,
 * doi:10.1021/jm000942e), as CDK computes it of a molecule's graph. For one thread.
 */
final class VirtualAssay {
    static final String UNIT = "A2";

    /** What the results say of where they come from. */
    static final String SOURCE = "virtual assay: TPSA by CDK";

    private final SmilesParser parser = new SmilesParser(SilentChemObjectBuilder.getInstance());
    private final TPSADescriptor descriptor = new TPSADescriptor();
    private final CompoundCheck check = new CompoundCheck();

    VirtualAssay() {
        descriptor.initialise(SilentChemObjectBuilder.getInstance());
    }

    /** A molecule with its value. */
    record Measurement(LibraryRow molecule, double value) {
        AssayResult result(String function) {
            return AssayResult.newBuilder()
                    .setResultId(RequestId.of(function, molecule.id()))
                    .setCompoundId(molecule.id())
                    .setSmiles(molecule.smiles())
                    .setFunction(function)
                    .setRelation(Relation.EQUAL)
                    .setValue(value)
                    .setUnit(UNIT)
                    .setSource(SOURCE)
                    .setMeasuredAt(Instant.now())
                    .build();
        }
    }

    /** Each molecule once, however often and however written it comes; what is no molecule is left out. */
    List<Measurement> measure(List<LibraryRow> molecules) {
        Set<String> known = new HashSet<>();
        List<Measurement> measured = new ArrayList<>();
        for (LibraryRow molecule : molecules) {
            if (check.canonical(molecule.smiles()).filter(known::add).isPresent()) {
                area(molecule.smiles()).ifPresent(value -> measured.add(new Measurement(molecule, value)));
            }
        }
        return measured;
    }

    private Optional<Double> area(String smiles) {
        try {
            DescriptorValue value = descriptor.calculate(parser.parseSmiles(smiles));
            return value.getException() == null && value.getValue() instanceof DoubleResult number
                    ? Optional.of(number.doubleValue()).filter(Double::isFinite)
                    : Optional.empty();
        } catch (CDKException e) {
            return Optional.empty();
        }
    }
}
