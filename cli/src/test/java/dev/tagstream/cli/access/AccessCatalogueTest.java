package dev.tagstream.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.client.tags.TagTransaction;
import dev.tagstream.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** What is granted to a service is what its topology, as the golden pages have it, reads and writes. */
class AccessCatalogueTest {
    private static final Pattern TASKS =
            Pattern.compile("Sub-topology: \\d+\\n(.*?)(?=Sub-topology|\\z)", Pattern.DOTALL);

    private final AccessCatalogue catalogue = new AccessCatalogue(Topics.withPrefix(""), "app", "app");

    @Test
    void grantsTheProcessorWhatItsTopologyNeeds() throws IOException {
        assertGrantsMatch(
                Role.PROCESSOR,
                Map.of(
                        "app",
                        page("processor", "screening-topology.txt"),
                        "app-interactive",
                        page("processor", "interactive-topology.txt")),
                Set.of("tag-history"));
    }

    @Test
    void grantsTheTrainerWhatItsTopologyNeeds() throws IOException {
        assertGrantsMatch(Role.TRAINER, Map.of("app", page("trainer", "trainer-topology.txt")), Set.of());
    }

    @Test
    void namesOnlyWhatBearsThePrefixOrTheApplication() {
        AccessCatalogue acme = new AccessCatalogue(Topics.withPrefix("acme."), "acme.scoring", "acme.learning");
        for (Role role : Role.values()) {
            assertThat(acme.grants(role)).isNotEmpty().allSatisfy(grant -> assertThat(grant.name())
                    .matches(name -> name.startsWith("acme.") || name.equals(TagTransaction.TRANSACTIONAL_ID_PREFIX)));
        }
    }

    @Test
    void letsNobodyButTrainerAndCuratorPublishTags() {
        for (Role role : Set.of(Role.PROCESSOR, Role.CLIENT, Role.LABORATORY, Role.CONSOLE, Role.TOPICS)) {
            assertThat(named(role, AclOperation.WRITE))
                    .doesNotContain("domain-tags", "function-tags", "shadow-tags", "tag-history", "functions");
        }
    }

    /**
     * @param pages topologies by application id
     * @param besides what is read outside the topologies
     */
    private void assertGrantsMatch(Role role, Map<String, String> pages, Set<String> besides) {
        String all = String.join("\n", pages.values());
        Set<String> changelogs = new TreeSet<>();
        pages.forEach((application, page) -> changelogs.addAll(changelogs(application, page)));
        assertThat(named(role, AclOperation.READ))
                .containsExactlyInAnyOrderElementsOf(
                        with(besides, with(found(all, "topics: \\[([^\\]]*)]"), changelogs)));
        assertThat(named(role, AclOperation.WRITE))
                .containsExactlyInAnyOrderElementsOf(with(found(all, "topic: ([^)]*)"), changelogs));
        assertThat(named(role, AclOperation.CREATE)).containsExactlyInAnyOrderElementsOf(changelogs);
    }

    private Set<String> named(Role role, AclOperation operation) {
        Set<String> names = new TreeSet<>();
        catalogue.grants(role).stream()
                .filter(grant -> grant.resource() == ResourceType.TOPIC
                        && grant.operations().contains(operation))
                .forEach(grant -> names.add(grant.name()));
        return names;
    }

    private static Set<String> changelogs(String application, String page) {
        Set<String> changelogs = new TreeSet<>();
        TASKS.matcher(page).results().forEach(tasks -> found(tasks.group(1), "stores: \\[([^\\]]*)]")
                .forEach(store -> changelogs.add(application + "-" + store + "-changelog")));
        return changelogs;
    }

    private static Set<String> with(Set<String> some, Set<String> more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }

    private static Set<String> found(String page, String pattern) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(names -> !names.isBlank())
                .forEach(names -> found.addAll(Set.of(names.split(", "))));
        return found;
    }

    private static String page(String module, String name) throws IOException {
        return Files.readString(Path.of("..", module, "src", "test", "resources", name));
    }
}
