package dev.tagstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a program gets that depends on the client, as Maven resolves it. */
class DependencyTreeTest {
    /** The class path of a run, a jar a line, which the build writes before the tests. */
    private static final Path RUNTIME_CLASSPATH = Path.of("target/classpath.txt");

    @Test
    void bringsNoEngineNoStoreNoBrokerAndNoCommandLine() throws IOException {
        List<String> jars = Stream.of(Files.readString(RUNTIME_CLASSPATH).split("[:;\\n]"))
                .map(path -> Path.of(path).getFileName().toString())
                .toList();
        assertThat(jars).anyMatch(jar -> jar.startsWith("kafka-clients-"));
        assertThat(jars)
                .noneMatch(
                        jar -> jar.matches(
                                "(pytorch|rocksdbjni|kafka-streams|kafka_|kafka-server|picocli|progressbar|micrometer|logback|tokenizers).*"));
    }

    @Test
    void seesNoneOfThem() {
        assertThat(Stream.of(
                        "ai.djl.engine.Engine",
                        "org.rocksdb.RocksDB",
                        "org.apache.kafka.streams.KafkaStreams",
                        "picocli.CommandLine",
                        "dev.tagstream.model.engine.LlamaEngine",
                        "dev.tagstream.runtime.config.Settings"))
                .allSatisfy(name -> assertThat(DependencyTreeTest.class
                                .getClassLoader()
                                .getResource(name.replace('.', '/') + ".class"))
                        .as(name)
                        .isNull());
    }
}
