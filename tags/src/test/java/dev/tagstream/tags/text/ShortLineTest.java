package dev.tagstream.tags.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortLineTest {
    @Test
    void leavesAShortSentenceAsItIs() {
        assertThat(ShortLine.of("library.smi:3: no SMILES")).isEqualTo("library.smi:3: no SMILES");
    }

    @Test
    void keepsPlaceAndRemedyOfALongSentence() {
        String line = ShortLine.of("config.json: " + "x".repeat(1_000_000) + "; use another");
        assertThat(line)
                .hasSize(ShortLine.MAX_CHARACTERS)
                .startsWith("config.json: xxx")
                .contains(" [1,000,026 characters] ")
                .endsWith("xxx; use another");
    }

    @Test
    void makesOneLineOfMany() {
        assertThat(ShortLine.value("a\nb\u0000c\u0085d")).isEqualTo("a?b?c?d");
    }
}
