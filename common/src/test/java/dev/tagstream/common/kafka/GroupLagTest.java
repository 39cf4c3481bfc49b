package dev.tagstream.common.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GroupLagTest {
    @Test
    void countsFromWhereTheGroupHasCommitted() {
        assertThat(new GroupLag(20, OptionalLong.of(90), 100).records()).isEqualTo(10);
        assertThat(new GroupLag(20, OptionalLong.of(100), 100).records()).isZero();
        assertThat(new GroupLag(20, OptionalLong.of(110), 100).records())
                .as("the end was asked for on another broker, which is a little behind")
                .isZero();
    }

    @Test
    void countsFromTheFirstRecordKeptWhereNothingIsCommittedOrWhatIsGoneIs() {
        assertThat(new GroupLag(20, OptionalLong.empty(), 100).records()).isEqualTo(80);
        assertThat(new GroupLag(20, OptionalLong.of(5), 100).records()).isEqualTo(80);
        assertThat(new GroupLag(20, OptionalLong.of(5), 100).next()).isEqualTo(20);
    }
}
