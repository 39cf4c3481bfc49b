package dev.tagstream.console.page;

import dev.tagstream.console.state.ConsoleLimits;
import java.awt.Color;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openscience.cdk.depict.DepictionGenerator;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.renderer.color.CDK2DAtomColors;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws molecules with CDK, as SVG without a background. Bonds are black and atoms have the colours of CDK's; the page puts its own in
 * their place.
 *
 * <p>For one thread.
 */
final class Depiction {
    private static final Logger log = LoggerFactory.getLogger(Depiction.class);

    private static final int BYTES = 64 << 10; // of a drawing

    private final SmilesParser parser = new SmilesParser(SilentChemObjectBuilder.getInstance());
    private @Nullable DepictionGenerator generator; // made when first needed: it looks for fonts

    /** Empty if it can't be drawn, or not within bounds. */
    Optional<String> svg(String smiles) {
        try {
            IAtomContainer molecule = parser.parseSmiles(smiles);
            if (molecule.isEmpty() || molecule.getAtomCount() > ConsoleLimits.DRAWN_ATOMS) {
                return Optional.empty();
            }
            return Optional.of(slim(generator().depict(molecule).toSvgStr())).filter(svg -> svg.length() <= BYTES);
        } catch (CDKException | RuntimeException | StackOverflowError | LinkageError | InternalError e) {
            // The last two where a Java runtime has no fonts.
            log.debug("{} can't be drawn", smiles, e);
            return Optional.empty();
        }
    }

    private DepictionGenerator generator() {
        DepictionGenerator made = generator;
        if (made == null) {
            made = new DepictionGenerator()
                    .withAtomColors(new CDK2DAtomColors())
                    .withBackgroundColor(new Color(0, true));
            generator = made;
        }
        return made;
    }

    /** Without what only a file of its own needs. */
    private static String slim(String svg) {
        return svg.substring(svg.indexOf("<svg"))
                .replaceAll("<desc>[^<]*</desc>", "")
                .replaceAll("<rect [^>]*opacity='0[.]00'[^>]*/>", "")
                .replaceAll(" (id|class)='[^']*'", "")
                .replaceAll(">\\s+<", "><");
    }
}
