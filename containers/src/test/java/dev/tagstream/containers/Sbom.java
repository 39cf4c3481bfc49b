package dev.tagstream.containers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a list of what ships, in CycloneDX's format. */
final class Sbom {
    /** What {@code mvn package} writes of the command. */
    static final Path OF_THE_BUILD = Command.ROOT.resolve("cli/target/tagstream-sbom.json");

    private static final Pattern PURL = Pattern.compile("pkg:maven/([^/]+)/([^@]+)@([^?#]+).*");

    /**
     * A jar.
     *
     * @param licences a choice of them, in the words of the list
     */
    record Component(String group, String artifact, String version, List<String> licences) {
        String name() {
            return group + ":" + artifact;
        }

        String file() {
            return artifact + "-" + version + ".jar";
        }
    }

    private Sbom() {}

    /** All that Maven knows, the thing itself among them. */
    static List<Component> read(Path file) throws IOException {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        List<JsonNode> nodes = new ArrayList<>(List.of(root.at("/metadata/component")));
        root.path("components").forEach(nodes::add);
        List<Component> components = new ArrayList<>();
        for (JsonNode node : nodes) {
            Matcher purl = PURL.matcher(node.path("purl").asText());
            if (purl.matches()) {
                components.add(new Component(purl.group(1), purl.group(2), purl.group(3), licences(node)));
            }
        }
        return components;
    }

    private static List<String> licences(JsonNode component) {
        List<String> licences = new ArrayList<>();
        for (JsonNode licence : component.path("licenses")) {
            Stream.of("/license/id", "/license/name", "/expression")
                    .map(path -> licence.at(path).asText())
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .ifPresent(licences::add);
        }
        return licences;
    }
}
