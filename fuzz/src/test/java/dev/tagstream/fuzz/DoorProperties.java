package dev.tagstream.fuzz;

import java.io.IOException;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/** Whatever comes in at a door is taken or refused, in one line and with bounded work. */
abstract class DoorProperties {
    private final Doors which;
    private final Door door;
    private Watch watch;

    DoorProperties(Doors which) throws IOException {
        this.which = which;
        this.door = which.open();
    }

    @Property(seed = "20260102", edgeCases = EdgeCasesMode.NONE)
    void answersAnyInput(@ForAll("arbitrary") byte[] input) throws IOException {
        watch("arbitrary").pass(input);
    }

    @Property(seed = "20260103", edgeCases = EdgeCasesMode.NONE)
    void answersAGoodInputThatWasChanged(@ForAll("changed") byte[] input) throws IOException {
        watch("changed").pass(input);
    }

    @Provide
    Arbitrary<byte[]> arbitrary() {
        return Inputs.arbitrary(door);
    }

    @Provide
    Arbitrary<byte[]> changed() {
        return Inputs.changed(door);
    }

    private Watch watch(String way) throws IOException {
        if (watch == null) {
            watch = which.watched(door, way);
        }
        return watch;
    }

    @AfterProperty
    void close() throws IOException {
        if (watch != null) {
            watch.counts().write();
        }
        door.close();
    }
}
