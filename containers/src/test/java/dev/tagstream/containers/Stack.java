package dev.tagstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.tagstream.bench.BenchVerbs;
import dev.tagstream.local.LocalVerbs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.MountableFile;

/** Kafka, a registry, and what a person does at a terminal, each in a container; services are started beside them. */
final class Stack implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String BROKER = "broker:19092";
    private static final int REGISTRY_PORT = 8080;

    private final Network network = Network.newNetwork();
    private final KafkaContainer kafka = new KafkaContainer(Images.KAFKA)
            .withNetwork(network)
            .withListener(BROKER)
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    private final GenericContainer<?> registry = new GenericContainer<>(Images.REGISTRY)
            .withNetwork(network)
            .withNetworkAliases("registry")
            .withExposedPorts(REGISTRY_PORT)
            .waitingFor(Wait.forHttp("/health/ready").withStartupTimeout(PATIENCE));
    private final GenericContainer<?> terminal;
    private final List<GenericContainer<?>> services = new ArrayList<>();

    private Stack() {
        this.terminal = container()
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("sleep", "infinity"))
                .withCopyFileToContainer(
                        MountableFile.forHostPath(Command.ROOT.resolve("cli/src/main/resources/examples")),
                        "/examples");
    }

    /** Starts all but the services, with topics and the tags of mini-llama. */
    static Stack start() {
        Stack stack = new Stack();
        try {
            stack.kafka.start();
            stack.registry.start();
            stack.terminal.start();
            stack.verb("topics", "create", "--partitions", "6");
            stack.verb("tags", "publish");
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private GenericContainer<?> container() {
        return new GenericContainer<>(Images.tagstream())
                .withNetwork(network)
                .withEnv("JAVA_OPTS", "-XX:TieredStopAtLevel=1") // for lives this short
                .withEnv("TAGSTREAM_TOPIC_PREFIX", "it.") // `bench processor` asks for one
                .withEnv("TAGSTREAM_BOOTSTRAP_SERVER", BROKER)
                .withEnv("TAGSTREAM_SCHEMA_REGISTRY", "http://registry:" + REGISTRY_PORT + "/apis/ccompat/v7");
    }

    /** Starts a processor or a trainer as the compose file does, and returns when its own health check is content. */
    Service service(String verb, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of(verb.split(" ")));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        GenericContainer<?> container = container()
                .withCommand(command.toArray(String[]::new))
                .withTmpFs(Map.of("/tmp", "rw,noexec,nosuid"))
                .withCreateContainerCmdModifier(create -> {
                    HostConfig host = Objects.requireNonNull(create.getHostConfig());
                    host.withBinds(readOnly(BenchVerbs.class, "bench.jar"), readOnly(LocalVerbs.class, "local.jar"))
                            .withReadonlyRootfs(true)
                            .withCapDrop(Capability.ALL)
                            .withSecurityOpts(List.of("no-new-privileges:true"));
                })
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(PATIENCE));
        services.add(container);
        container.start();
        return new Service(container);
    }

    /** The jar of a class that the image does not ship, beside those it does: `bench processor` is in one. */
    private static Bind readOnly(Class<?> member, String name) {
        String jar = member.getProtectionDomain().getCodeSource().getLocation().getPath();
        return new Bind(jar, new Volume("/opt/tagstream/app/" + name), AccessMode.ro);
    }

    /** What a verb prints on standard output; it must succeed. */
    String verb(String... arguments) {
        ExecResult ended = tryVerb(arguments);
        assertThat(ended.getExitCode())
                .as("%s: %s%s", Arrays.toString(arguments), ended.getStdout(), ended.getStderr())
                .isZero();
        return ended.getStdout();
    }

    private ExecResult tryVerb(String... arguments) {
        List<String> command = Command.joined(List.of("tagstream"), arguments);
        try {
            return terminal.execInContainer(command.toArray(String[]::new));
        } catch (IOException e) {
            throw new IllegalStateException(command + " could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Lays a file down where verbs find it. */
    void file(String path, String content) {
        terminal.copyFileToContainer(Transferable.of(content), path);
    }

    /** How a library stands, after it is complete or the time is over. */
    JsonNode results(String library, Duration patience) {
        ExecResult ended = tryVerb(
                "results",
                library,
                "--out",
                "/tmp/" + library + ".csv",
                "--json",
                "--timeout",
                patience.toSeconds() + "s");
        try {
            return new ObjectMapper().readTree(ended.getStdout());
        } catch (IOException e) {
            throw new IllegalStateException(ended.getStdout() + ended.getStderr(), e);
        }
    }

    @Override
    public void close() {
        services.forEach(GenericContainer::stop);
        terminal.stop();
        registry.stop();
        kafka.stop();
        network.close();
    }
}
