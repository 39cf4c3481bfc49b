package dev.tagstream.containers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Names the advisories that apply to what ships, without a network.
 *
 * <p>Run by {@code build/audit}: {@code DependencyAudit SBOM BUNDLED ACCEPTED ADVISORIES}. Advisories are in OSV's format, a folder or
 * a zip of JSON files. The status is 1 if one applies that {@code ACCEPTED} does not name.
 */
final class DependencyAudit {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, String> versions = new TreeMap<>(); // of what ships, by group:artifact
    private final Map<String, String> accepted = new HashMap<>(); // reason by advisory
    private final TreeSet<String> findings = new TreeSet<>();
    private int advisories;

    public static void main(String[] args) throws IOException {
        DependencyAudit audit = new DependencyAudit();
        audit.readSbom(Path.of(args[0]));
        audit.readBundled(Path.of(args[1]));
        audit.readAccepted(Path.of(args[2]));
        audit.readAdvisories(Path.of(args[3]));
        audit.findings.forEach(System.out::println);
        System.out.printf(
                "%d components, %d advisories, %d apply%n",
                audit.versions.size(), audit.advisories, audit.findings.size());
        System.exit(audit.advisories == 0 ? 2 : audit.findings.isEmpty() ? 0 : 1);
    }

    private void readSbom(Path file) throws IOException {
        for (Sbom.Component component : Sbom.read(file)) {
            versions.put(component.name(), component.version());
        }
    }

    private void readBundled(Path file) throws IOException {
        for (String line : lines(file)) {
            int version = line.lastIndexOf(':');
            versions.put(line.substring(0, version) + " (bundled)", line.substring(version + 1));
        }
    }

    private void readAccepted(Path file) throws IOException {
        for (String line : lines(file)) {
            String[] idAndReason = line.split("\\s+", 2);
            if (idAndReason.length < 2) {
                throw new IOException(file + " gives no reason for " + line);
            }
            accepted.put(idAndReason[0], idAndReason[1]);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private void readAdvisories(Path source) throws IOException {
        if (Files.isDirectory(source)) {
            List<Path> files = new ArrayList<>();
            try (Stream<Path> all = Files.walk(source)) {
                all.filter(file -> file.toString().endsWith(".json")).forEach(files::add);
            }
            for (Path file : files) {
                judge(MAPPER.readTree(file.toFile()));
            }
            return;
        }
        try (InputStream in = Files.newInputStream(source);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".json")) {
                    judge(MAPPER.readTree(zip.readAllBytes()));
                }
            }
        }
    }

    private void judge(JsonNode advisory) {
        if (advisory.has("withdrawn")) {
            return;
        }
        advisories++;
        for (JsonNode affected : advisory.path("affected")) {
            if (!affected.path("package").path("ecosystem").asText().equals("Maven")) {
                continue;
            }
            String name = affected.path("package").path("name").asText();
            for (String shipped : List.of(name, name + " (bundled)")) {
                String version = versions.get(shipped);
                if (version != null && applies(affected, version) && !isAccepted(advisory)) {
                    findings.add("%s %s: %s %s"
                            .formatted(
                                    shipped,
                                    version,
                                    advisory.path("id").asText(),
                                    advisory.path("summary").asText()));
                }
            }
        }
    }

    private boolean isAccepted(JsonNode advisory) {
        return accepted.containsKey(advisory.path("id").asText());
    }

    private static boolean applies(JsonNode affected, String version) {
        for (JsonNode listed : affected.path("versions")) {
            if (listed.asText().equals(version)) {
                return true;
            }
        }
        for (JsonNode range : affected.path("ranges")) {
            if (range.path("type").asText().equals("ECOSYSTEM") && isIn(range.path("events"), version)) {
                return true;
            }
        }
        return false;
    }

    /** Events are in the order of versions: introduced, then fixed or last_affected, and so on. */
    private static boolean isIn(JsonNode events, String version) {
        boolean in = false;
        for (JsonNode event : events) {
            if (event.has("introduced")) {
                in |= event.get("introduced").asText().equals("0")
                        || compare(version, event.get("introduced").asText()) >= 0;
            } else if (event.has("fixed")) {
                in &= compare(version, event.get("fixed").asText()) < 0;
            } else if (event.has("last_affected")) {
                in &= compare(version, event.get("last_affected").asText()) <= 0;
            }
        }
        return in;
    }

    /** As Maven orders versions, for the forms that are in use: numbers, then qualifiers such as rc, none, jre. */
    static int compare(String one, String other) {
        List<String> left = parts(one);
        List<String> right = parts(other);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int order = comparePart(i < left.size() ? left.get(i) : "", i < right.size() ? right.get(i) : "");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static List<String> parts(String version) {
        return Pattern.compile("\\d+|[A-Za-z]+")
                .matcher(version.toLowerCase(Locale.ROOT))
                .results()
                .map(match -> match.group())
                .toList();
    }

    private static int comparePart(String one, String other) {
        boolean number = isNumber(one) || one.isEmpty() && isNumber(other);
        boolean otherNumber = isNumber(other) || other.isEmpty() && isNumber(one);
        if (number && otherNumber) {
            return Long.compare(one.isEmpty() ? 0 : Long.parseLong(one), other.isEmpty() ? 0 : Long.parseLong(other));
        }
        if (number != otherNumber) {
            return number ? 1 : -1;
        }
        int order = Integer.compare(rank(one), rank(other));
        return order == 0 && rank(one) != 0 ? one.compareTo(other) : order;
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && Character.isDigit(part.charAt(0));
    }

    private static int rank(String qualifier) {
        List<String> before = List.of("alpha", "a", "beta", "b", "milestone", "m", "rc", "cr", "snapshot");
        if (before.contains(qualifier)) {
            return before.indexOf(qualifier) - before.size();
        }
        return List.of("", "final", "ga", "release").contains(qualifier) ? 0 : 1;
    }
}
