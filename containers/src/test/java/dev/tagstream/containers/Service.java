package dev.tagstream.containers;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** A running processor or trainer. */
record Service(GenericContainer<?> container) {
    /** As the compose file has it. */
    private static final int GRACE_SECONDS = 90;

    private static DockerClient engine() {
        return DockerClientFactory.lazyClient();
    }

    /** SIGKILL. */
    void kill() {
        engine().killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
    }

    /** SIGTERM, and SIGKILL once the time of grace is over; returns how long it took. */
    Duration drain() {
        long start = System.nanoTime();
        engine().stopContainerCmd(container.getContainerId())
                .withTimeout(GRACE_SECONDS)
                .exec();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** What it left with: 128 and the signal's number after a signal. */
    long exitCode() {
        return Objects.requireNonNull(
                container.getCurrentContainerInfo().getState().getExitCodeLong());
    }

    /** What a shell in the container prints. */
    String shell(String script) throws IOException, InterruptedException {
        return container.execInContainer("bash", "-c", script).getStdout().strip();
    }

    /** The page of that name. */
    String metrics() throws IOException, InterruptedException {
        return shell("exec 3<>/dev/tcp/127.0.0.1/9400 && printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3");
    }

    String log() {
        return container.getLogs();
    }
}
