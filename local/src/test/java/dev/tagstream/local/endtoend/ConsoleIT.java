package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.options.DemoFolder;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.client.RecordSender;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.SharedStack;
import dev.tagstream.local.endtoend.Browser.Scheme;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.LiveAccuracy;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TopicSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The console in a real browser, on a real broker and registry and the real engine: a library that was screened, requests with hostile
 * names, and what a trainer writes.
 */
class ConsoleIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int COMPOUNDS = 160;
    private static final String FUNCTION = "BindingAffinity";
    private static final String HOSTILE = "<img src=x onerror=\"owned=1\"><script>owned=1</script>";
    private static final Path PICTURES = Path.of("..", "build", "screenshots");

    @TempDir
    static Path folder;

    private static LocalScreening screening;
    private static Browser browser;
    private static List<Prediction> predictions;
    private static List<RejectedRecord> rejections;

    @BeforeAll
    static void screen() throws Exception {
        assumeTrue(
                Browser.installed().isPresent(),
                "the console is not looked at: install chromium and chromedriver to have it tested in a browser");
        screening = SharedStack.screening(ConsoleIT.class, folder.resolve("stack"), new ModelOptions());
        Path library = folder.resolve("library.smi");
        Path targets = folder.resolve("targets.fasta");
        try (DemoFolder examples = DemoFolder.create()) {
            Files.write(library, Files.readAllLines(examples.molecules()).subList(0, COMPOUNDS));
            Files.copy(examples.targets(), targets);
        }
        run(
                "screen",
                library.toString(),
                "--targets",
                targets.toString(),
                "--function",
                FUNCTION,
                "--library-id",
                "campaign-1");
        browser = Browser.open(Files.createDirectory(folder.resolve("profile")));
        awaitOutcomes(5 * COMPOUNDS, 0);
        openThePage();
        photographThePage();

        String protein = Files.readAllLines(targets).get(1);
        send(
                screening.connection().topics().screeningRequests().name(),
                List.of(request("good", "c1ccccc1CCN", protein), request("bad", "C1CC", protein)));
        send(
                screening.connection().topics().gateVerdicts().name(),
                List.of(verdict(GateOutcome.REFUSED, 0, 0.31, "not better with 95 % confidence " + HOSTILE)));
        send(
                screening.connection().topics().liveAccuracy().name(),
                List.of(new LiveAccuracy(
                        FUNCTION, 1L, false, 0, 120L, 6.0, 6.1, 40.0, 60.0, 30.0, 33.0, 0L, 0L, 0L, Instant.now())));
        awaitOutcomes(5 * COMPOUNDS + 1, 1);
    }

    private static void awaitOutcomes(int predicted, int rejected) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            predictions = read(screening.connection().topics().predictions(), Prediction.class);
            rejections = read(screening.connection().topics().rejectedRecords(), RejectedRecord.class);
            assertThat(predictions).hasSize(predicted);
            assertThat(rejections).hasSize(rejected);
        });
    }

    /** As people see it, before anything hostile is on it; {@code docs/images} has such pictures. */
    private static void photographThePage() {
        browser.photograph(PICTURES.resolve("light.png"));
        browser.look(1280, 900, Scheme.DARK);
        browser.photograph(PICTURES.resolve("dark.png"));
        browser.look(360, 800, Scheme.LIGHT);
        browser.photograph(PICTURES.resolve("phone.png"));
    }

    private static void run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(SharedStack.options(ConsoleIT.class));
        CommandRun run = new CommandRun();
        assertThat(run.execute(all.toArray(String[]::new))).as(run.err()).isZero();
    }

    private static void send(String topic, List<? extends SpecificRecord> records) {
        try (RecordSender<SpecificRecord> sender = new RecordSender<>(screening.connection(), topic)) {
            records.forEach(record -> sender.send(FUNCTION, record));
            sender.flush();
        }
    }

    private static <T extends SpecificRecord> List<T> read(TopicSpec topic, Class<T> type) {
        List<T> values = new ArrayList<>();
        TopicRecords.visit(screening.connection(), topic, type, key -> true, (key, value) -> values.add(value));
        return values;
    }

    private static ScreeningRequest request(String id, String smiles, String protein) {
        return ScreeningRequest.newBuilder()
                .setRequestId(id)
                .setLibraryId(HOSTILE)
                .setCompoundId(HOSTILE)
                .setSmiles(smiles)
                .setTargetId(HOSTILE)
                .setProtein(protein.substring(0, 200))
                .setFunctions(List.of(FUNCTION))
                .setSubmittedAt(Instant.now())
                .build();
    }

    private static GateVerdict verdict(GateOutcome outcome, long version, double r2, String reason) {
        Instant now = Instant.now();
        return GateVerdict.newBuilder()
                .setFunction(FUNCTION)
                .setOutcome(outcome)
                .setReason(reason)
                .setCandidate(new TagReference(FUNCTION, version, "0"))
                .setCurrentMetrics(Map.of("r2", 0.35))
                .setCandidateMetrics(Map.of("r2", r2))
                .setImprovement(-0.04)
                .setImprovementLow(-0.1)
                .setHeldOut(129)
                .setExamples(482)
                .setStartedAt(now)
                .setEndedAt(now)
                .build();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (screening != null) {
            screening.close();
        }
    }

    @BeforeEach
    void open() {
        openThePage();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        browser.text("document.querySelector('#learning').textContent"))
                .contains(HOSTILE));
    }

    private static void openThePage() {
        browser.look(1280, 900, Scheme.LIGHT);
        browser.go("about:blank");
        browser.go("http://127.0.0.1:%d/#library=campaign-1".formatted(port()));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(browser.text("document.querySelector('#status').textContent"))
                    .isEqualTo("Live");
            assertThat(browser.number("document.querySelectorAll('#library-body .structure svg').length"))
                    .isEqualTo(8);
            assertThat(browser.text("document.querySelector('#instances').textContent"))
                    .contains("tagstream-processor");
        });
    }

    private static int port() {
        return screening.processor().httpPort().orElseThrow();
    }

    @AfterEach
    void complainedOfNothing() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void showsTheFiguresOfTheTopics() throws Exception {
        assertThat(browser.texts("[...document.querySelectorAll('#now dd')].map(e => e.textContent)"))
                .contains(String.valueOf(5 * COMPOUNDS + 1), "0", "1");
        assertThat(browser.text("document.querySelector('#library-body').textContent"))
                .contains("%d requests, %d predicted, 0 rejected, 0 pending".formatted(5 * COMPOUNDS, 5 * COMPOUNDS));
        Map<String, Double> best = predictions.stream()
                .filter(prediction -> prediction.getLibraryId().equals("campaign-1"))
                .collect(Collectors.toMap(Prediction::getCompoundId, Prediction::getValue, Math::max));
        assertThat(browser.texts("[...document.querySelectorAll('.structures .compound b')].map(e => e.textContent)"))
                .containsExactlyElementsOf(best.entrySet().stream()
                        .sorted(Map.Entry.<String, Double>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(8)
                        .map(Map.Entry::getKey)
                        .toList());
        JsonNode state = new ObjectMapper().readTree(ServicePages.of(port()).read("/console/state", 200));
        JsonNode scores = at(state.get("libraries"), "id", "campaign-1").at("/functions/0");
        long binned = 0;
        for (JsonNode count : scores.at("/bins/counts")) {
            binned += count.asLong();
        }
        assertThat(binned).isEqualTo(5 * COMPOUNDS);
        assertThat(scores.get("mean").asDouble())
                .isEqualTo(
                        predictions.stream()
                                .filter(prediction -> prediction.getLibraryId().equals("campaign-1"))
                                .mapToDouble(Prediction::getValue)
                                .average()
                                .orElseThrow(),
                        within(1e-9));
        assertThat(browser.text("document.querySelector('#rejected').textContent"))
                .contains(rejections.get(0).getReason());
        long answered = 0;
        for (JsonNode count : state.at("/series/1/answered")) {
            answered += count.asLong();
        }
        assertThat(answered).as("within the hour, the running minute left out").isLessThanOrEqualTo(5 * COMPOUNDS + 2);
        assertThat(state.at("/group/partitions").asInt()).isEqualTo(8);
        assertThat(state.at("/group/unread").asInt()).isZero();
    }

    private static JsonNode at(JsonNode list, String key, String value) {
        for (JsonNode each : list) {
            if (each.get(key).asText().equals(value)) {
                return each;
            }
        }
        throw new AssertionError("no %s %s in %s".formatted(key, value, list));
    }

    @Test
    void drawsMoleculesOfLinesAndLetters() {
        assertThat(browser.texts(
                        "[...document.querySelectorAll('.structure svg')].map(e => e.getAttribute('aria-label'))"))
                .allSatisfy(name -> assertThat(name).startsWith("Structure of MINI-"));
        assertThat(browser.holds(
                        "[...document.querySelectorAll('.structure svg')].every(e => e.querySelectorAll('line, path').length > 8"
                                + " && e.getBoundingClientRect().height > 80)"))
                .isTrue();
    }

    @Test
    void showsHostileNamesAsTextAndNothingElse() {
        browser.value("(location.hash = new URLSearchParams({library: " + quoted(HOSTILE) + "}).toString())");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        browser.text("document.querySelector('#library-body h3').textContent"))
                .isEqualTo(HOSTILE));
        assertThat(browser.text("document.querySelector('.structures .compound b').textContent"))
                .isEqualTo(HOSTILE);
        assertThat(browser.text("document.querySelector('#learning').textContent"))
                .contains(HOSTILE);
        assertThat(browser.number("document.querySelectorAll('main img, main script').length"))
                .isZero();
        assertThat(browser.text("typeof owned")).isEqualTo("undefined");
    }

    private static String quoted(String text) {
        try {
            return new ObjectMapper().writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void canBeUsedWithTheKeyboardAlone() {
        browser.press(Keys.TAB);
        assertThat(browser.text("document.activeElement.className")).isEqualTo("skip");
        browser.press(Keys.ENTER);
        assertThat(browser.text("document.activeElement.id")).isEqualTo("main");

        browser.value("document.activeElement.blur()");
        long controls = browser.number(
                "(() => { let n = 0; for (const e of document.querySelectorAll('a[href], summary, select,"
                        + " [tabindex=\"0\"]')) if (e.checkVisibility()) { e.dataset.control = ++n; } return n; })()");
        assertThat(controls).isGreaterThan(15);
        Set<String> reached = new LinkedHashSet<>();
        for (int i = 0; i < 2 * controls; i++) {
            browser.press(Keys.TAB);
            if (browser.holds("document.activeElement.dataset.control !== undefined")) {
                assertThat(browser.text("getComputedStyle(document.activeElement).outlineStyle"))
                        .as("the focus is seen on %s", browser.text("document.activeElement.outerHTML"))
                        .isNotEqualTo("none");
                reached.add(browser.text("document.activeElement.dataset.control"));
            }
        }
        long left = browser.number("document.querySelectorAll('[data-control]').length");
        assertThat((long) reached.size())
                .as("of %d, %d of them not drawn anew", controls, left)
                .isGreaterThanOrEqualTo(left);

        browser.value("document.getElementById('to-library-" + HOSTILE.replace("'", "\\'") + "').focus()");
        browser.press(Keys.ENTER);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        browser.text("document.querySelector('#library-body h3').textContent"))
                .isEqualTo(HOSTILE));
        assertThat(browser.text("document.activeElement.id"))
                .as("the focus stays")
                .isEqualTo("to-library-" + HOSTILE);
    }

    @Test
    void namesEveryChartAndSection() {
        assertThat(browser.texts(
                        "[...document.querySelectorAll('svg[role=img]')].map(e => e.getAttribute('aria-label') ?? '')"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).isNotBlank());
        assertThat(browser.texts(
                        "[...document.querySelectorAll('main > section[aria-labelledby]')].map(e => document.getElementById("
                                + "e.getAttribute('aria-labelledby')).textContent)"))
                .hasSize(5)
                .allSatisfy(name -> assertThat(name).isNotBlank());
        assertThat(browser.number("document.querySelectorAll('progress:not([aria-label])').length"))
                .isZero();
        assertThat(browser.number("document.querySelectorAll('[id]').length"))
                .as("no id stands twice")
                .isEqualTo(browser.number("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"));
    }

    @Test
    void fitsAPhone() {
        for (int width : List.of(360, 768)) {
            browser.look(width, 800, Scheme.LIGHT);
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            browser.number("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(width));
            assertThat(
                            browser.texts(
                                    "[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, svg, .skip')"
                                            + " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 200))"))
                    .as("at %d pixels", width)
                    .isEmpty();
        }
    }

    @Test
    void isReadableInLightAndDark() {
        double light = contrast();
        String ground = browser.text("getComputedStyle(document.documentElement).backgroundColor");
        String atom = browser.text("getComputedStyle(document.querySelector('.structure [fill=\"#FF0D0D\"]')).fill");
        browser.look(1280, 900, Scheme.DARK);

        assertThat(browser.text("getComputedStyle(document.documentElement).backgroundColor"))
                .isNotEqualTo(ground);
        assertThat(browser.text("getComputedStyle(document.querySelector('.structure [fill=\"#FF0D0D\"]')).fill"))
                .isNotEqualTo(atom);
        assertThat(light).isGreaterThan(4.5);
        assertThat(contrast()).isGreaterThan(4.5);
    }

    /** The least contrast of any text with what is behind it, as WCAG has it. */
    private static double contrast() {
        return ((Number) browser.value("""
                (() => {
                  const light = (color) => {
                    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
                      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                  };
                  const behind = (e) => {
                    const color = getComputedStyle(e).backgroundColor;
                    return /, 0\\)$/.test(color) && e.parentElement ? behind(e.parentElement) : color;
                  };
                  let least = 21;
                  for (const e of document.querySelectorAll('body *')) {
                    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
                    if (!own || !e.checkVisibility() || e.closest('.skip, noscript')) continue;
                    const style = getComputedStyle(e);
                    const color = e.closest('svg') ? style.fill : style.color;
                    if (!color.startsWith('rgb')) continue;
                    const [one, two] = [light(color), light(behind(e))].sort((a, b) => b - a);
                    least = Math.min(least, (one + 0.05) / (two + 0.05));
                  }
                  return least;
                })()""")).doubleValue();
    }

    @Test
    void saysHowOldItsFiguresAreWhileNobodyAnswersAndGoesOn() {
        browser.offline(true);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        browser.text("document.querySelector('#status').textContent"))
                .matches("Figures are \\d+ s old"));
        assertThat(browser.text("document.querySelector('#library-body h3').textContent"))
                .isEqualTo("campaign-1");
        assertThat(browser.holds("document.querySelector('#problem').hidden")).isFalse();
        browser.complaints(); // each question without an answer is one

        browser.offline(false);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        browser.text("document.querySelector('#status').textContent"))
                .isEqualTo("Live"));
        assertThat(browser.holds("document.querySelector('#problem').hidden")).isTrue();
    }
}
