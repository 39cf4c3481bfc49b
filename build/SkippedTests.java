import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Prints which tests of a build were skipped and why, and how many passed and failed, over all modules.
 *
 * <p>Run by Maven as a single source file at the end of {@code mvn verify}. The first argument is the repository's root;
 * a second one, an instant such as {@code 2026-01-31T12:00:00Z}, leaves out reports from before. The last line is
 * {@code N passed, N failed, N skipped}.
 */
public final class SkippedTests {
    private static final List<String> REPORT_FOLDERS = List.of("surefire-reports", "failsafe-reports");

    private final List<String> skipped = new ArrayList<>();
    private int passed;
    private int failed;

    private SkippedTests() {}

    public static void main(String[] args) throws IOException, ParserConfigurationException, SAXException {
        SkippedTests tests = new SkippedTests();
        Instant since = args.length > 1 ? Instant.parse(args[1]) : Instant.EPOCH;
        for (Path report : reports(Path.of(args[0]))) {
            if (!Files.getLastModifiedTime(report).toInstant().isBefore(since)) {
                tests.count(report);
            }
        }
        tests.print();
    }

    private static List<Path> reports(Path root) throws IOException {
        List<Path> reports = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.sorted().toList()) {
                for (String folder : REPORT_FOLDERS) {
                    reports.addAll(xmlFiles(module.resolve("target").resolve(folder)));
                }
            }
        }
        return reports;
    }

    private static List<Path> xmlFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .sorted()
                    .toList();
        }
    }

    private void count(Path report) throws IOException, ParserConfigurationException, SAXException {
        Document document =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(report.toFile());
        NodeList cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            count((Element) cases.item(i));
        }
    }

    private void count(Element test) {
        NodeList skips = test.getElementsByTagName("skipped");
        if (skips.getLength() > 0) {
            skipped.add("%s.%s: %s"
                    .formatted(
                            test.getAttribute("classname"),
                            test.getAttribute("name"),
                            reason((Element) skips.item(0))));
        } else if (test.getElementsByTagName("failure").getLength() > 0
                || test.getElementsByTagName("error").getLength() > 0) {
            failed++;
        } else {
            passed++;
        }
    }

    /** What {@code @Disabled} says, or what a failed assumption says on the first line of its stack trace. */
    private static String reason(Element skip) {
        String message = skip.getAttribute("message");
        if (!message.isBlank()) {
            return message.strip().replaceAll("\\s+", " ");
        }
        String thrown = skip.getTextContent().strip().lines().findFirst().orElse("");
        int afterClassName = thrown.indexOf(": ");
        return afterClassName < 0 ? "no reason given" : thrown.substring(afterClassName + 2);
    }

    private void print() {
        if (skipped.isEmpty()) {
            System.out.println("Skipped tests: none");
        } else {
            System.out.println("Skipped tests (" + skipped.size() + "):");
            skipped.forEach(line -> System.out.println("  " + line));
        }
        System.out.printf("%d passed, %d failed, %d skipped%n", passed, failed, skipped.size());
    }
}
