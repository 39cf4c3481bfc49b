package dev.tagstream.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.model.engine.SpanCacheBounds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheBoundsTest {
    private static final SpanCacheBounds FALLBACK = SpanCacheBounds.each(100);

    @Test
    void readsBytesForAllDomainsOrForOne() {
        assertThat(CacheBounds.parse(List.of(), FALLBACK)).isEqualTo(FALLBACK);
        assertThat(CacheBounds.parse(List.of("1"), FALLBACK)).isEqualTo(SpanCacheBounds.each(1));
        assertThat(CacheBounds.parse(List.of("Protein=4G", "SMILES=3M"), FALLBACK))
                .isEqualTo(new SpanCacheBounds(100, Map.of("Protein", 4L << 30, "SMILES", 3L << 20)));
        assertThat(CacheBounds.parse(List.of("2K", "Protein=7"), FALLBACK))
                .isEqualTo(new SpanCacheBounds(2048, Map.of("Protein", 7L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1T", "Protein=", "=5", "99999999999999999G"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> CacheBounds.parse(List.of(text), FALLBACK))
                .isInstanceOf(TagstreamException.class)
                .hasMessageStartingWith("--cache-bytes " + text);
    }
}
