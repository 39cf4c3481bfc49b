package dev.tagstream.containers;

import java.util.List;

/** The Docker engine of this machine, where there is one. */
final class Docker {
    static final String ANSWERS = "dev.tagstream.containers.Docker#answers";
    static final String SILENT =
            "no Docker engine answers here: the services were not tried in containers; start one, or set DOCKER_HOST";

    private Docker() {}

    static boolean answers() {
        return Command.run("docker", "version").status() == 0;
    }

    /** Compose as a plugin, or the older program of its own. */
    static List<String> compose() {
        return Command.run("docker", "compose", "version").status() == 0
                ? List.of("docker", "compose")
                : List.of("docker-compose");
    }
}
