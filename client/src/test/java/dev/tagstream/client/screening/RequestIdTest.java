package dev.tagstream.client.screening;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RequestIdTest {
    @Test
    void readsAsItsParts() {
        assertThat(RequestId.of("demo", "MINI-1", "ABL1")).isEqualTo("demo/MINI-1/ABL1");
    }

    @Property
    void isTheSameOnlyForTheSameParts(
            @ForAll @Chars({'/', '%', '2', 'F'}) @CharRange(from = 'a', to = 'b') @StringLength(max = 4)
                    String compound,
            @ForAll @Chars({'/', '%', '2', 'F'}) @CharRange(from = 'a', to = 'b') @StringLength(max = 4) String target,
            @ForAll @Chars({'/', '%', '2', 'F'}) @CharRange(from = 'a', to = 'b') @StringLength(max = 4) String other) {
        boolean same = compound.equals(other) && target.equals(compound);
        assertThat(RequestId.of("L", compound, target).equals(RequestId.of("L", other, compound)))
                .isEqualTo(same);
    }
}
