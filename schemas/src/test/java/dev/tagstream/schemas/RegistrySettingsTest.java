package dev.tagstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrySettingsTest {
    @Test
    void usesAUserThatIsNamed() {
        assertThat(RegistrySettings.forClient(
                        Map.of("schema.registry.url", "https://r:1", "basic.auth.user.info", "me:word")))
                .containsEntry("basic.auth.credentials.source", "USER_INFO")
                .containsEntry("basic.auth.user.info", "me:word");
        assertThat(RegistrySettings.forClient(Map.of("schema.registry.url", "https://r:1")))
                .isEqualTo(Map.of("schema.registry.url", "https://r:1"));
    }

    @Test
    void usesATokenThatIsNamed() {
        assertThat(RegistrySettings.forClient(Map.of("schema.registry.url", "https://r:1", "bearer.auth.token", "t")))
                .containsEntry("bearer.auth.credentials.source", "STATIC_TOKEN");
    }

    @Test
    void takesThePasswordOutOfEachAddress() {
        assertThat(RegistrySettings.forClient(
                        Map.of("schema.registry.url", "https://me:word@r:1/path,https://me:word@s:2")))
                .containsEntry("schema.registry.url", "https://r:1/path,https://s:2")
                .containsEntry("basic.auth.user.info", "me:word")
                .containsEntry("basic.auth.credentials.source", "USER_INFO");
        assertThat(RegistrySettings.forClient(Map.of("schema.registry.url", "http://r:1/a@b")))
                .as("no user at all")
                .isEqualTo(Map.of("schema.registry.url", "http://r:1/a@b"));
    }

    @Test
    void checksTheHostOfACertificateUnlessToldNotTo() {
        assertThat(RegistrySettings.forClient(
                        Map.of("schema.registry.url", "https://r:1", "ssl.truststore.location", "trust.p12")))
                .containsEntry("schema.registry.ssl.truststore.location", "trust.p12")
                .containsEntry("schema.registry.ssl.endpoint.identification.algorithm", "https")
                .doesNotContainKey("ssl.truststore.location");
        assertThat(RegistrySettings.forClient(Map.of(
                        "schema.registry.url",
                        "https://r:1",
                        "schema.registry.ssl.truststore.location",
                        "trust.p12",
                        "ssl.endpoint.identification.algorithm",
                        "")))
                .containsEntry("schema.registry.ssl.endpoint.identification.algorithm", "");
    }
}
