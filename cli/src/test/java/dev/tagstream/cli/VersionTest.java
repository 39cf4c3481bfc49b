package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class VersionTest {
    private final Properties built = new Properties();

    @Test
    void namesVersionAndCommit() {
        built.setProperty("version", "1.2.3");
        built.setProperty("commit", "1f2e3d4c5b");
        assertThat(Version.sentence(built)).isEqualTo("tagstream 1.2.3, commit 1f2e3d4c5b");
    }

    @Test
    void saysWhereTheCommitIsUnknown() {
        built.setProperty("version", "1.2.3");
        built.setProperty("commit", "unknown");
        assertThat(Version.sentence(built)).isEqualTo("tagstream 1.2.3, unknown commit");
        assertThat(Version.sentence(new Properties())).isEqualTo("tagstream of an unknown version, unknown commit");
    }
}
