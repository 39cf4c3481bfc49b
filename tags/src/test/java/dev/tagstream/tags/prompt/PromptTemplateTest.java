package dev.tagstream.tags.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.tags.prompt.PromptTemplate.Segment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PromptTemplateTest {
    private static final Segment BOS = new Segment.Bos();
    private static final Segment FUNCTION = new Segment.Function();

    static Stream<Arguments> templates() {
        return Stream.of(
                Arguments.of("{SMILES}{function}", List.of(span("SMILES"), FUNCTION)),
                Arguments.of(
                        "{bos}{Protein}\n{SMILES}\n{function}",
                        List.of(BOS, span("Protein"), text("\n"), span("SMILES"), text("\n"), FUNCTION)),
                Arguments.of(
                        "{bos}## Input: {SMILES} and {SMILES}{function}",
                        List.of(BOS, text("## Input: "), span("SMILES"), text(" and "), span("SMILES"), FUNCTION)),
                Arguments.of(" {a-B_2} {function}", List.of(text(" "), span("a-B_2"), text(" "), FUNCTION)),
                Arguments.of("{Function}{function}", List.of(span("Function"), FUNCTION)));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void readsTextAndSlotsInOrder(String source, List<Segment> segments) {
        PromptTemplate template = PromptTemplate.parse(source);
        assertThat(template.segments()).isEqualTo(segments);
        assertThat(template.source()).isEqualTo(source);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{SMILES}|it must end with {function}, once",
                "{function}{SMILES}|it must end with {function}, once",
                "{SMILES}{function}.|it must end with {function}, once",
                "{SMILES}{function}{function}|it must end with {function}, once",
                "''|it must end with {function}, once",
                "{function}|it has no slot for data, such as {SMILES}",
                "{bos}text{function}|it has no slot for data, such as {SMILES}",
                "{SMILES{function}|a brace that opens no slot stands in \"{SMILES\"",
                "{}{SMILES}{function}|a brace that opens no slot stands in \"{}\"",
                "{2D}{SMILES}{function}|a brace that opens no slot stands in \"{2D}\"",
                "{SMILES}}{function}|a brace that opens no slot stands in \"}\"",
                "{SMI LES}{function}|a brace that opens no slot stands in \"{SMI LES}\""
            })
    void refusesATemplateSayingWhy(String source, String why) {
        assertThatThrownBy(() -> PromptTemplate.parse(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prompt template \"" + source + "\": " + why);
    }

    @Test
    void showsLineFeedsInARefusalOnOneLine() {
        assertThatThrownBy(() -> PromptTemplate.parse("{SMILES}\n"))
                .hasMessage("prompt template \"{SMILES}\\n\": it must end with {function}, once");
    }

    @Test
    void listsDomainsInOrderAsOftenAsTheyStand() {
        assertThat(PromptTemplate.parse("{B}{A}{B}{function}").domains()).containsExactly("B", "A", "B");
    }

    @Test
    void tellsTheFirstDomainWithoutData() {
        PromptTemplate template = PromptTemplate.parse("{Protein}{SMILES}{SMILES}{function}");
        assertThat(template.firstMissing(List.of())).contains("Protein");
        assertThat(template.firstMissing(List.of(data("SMILES"), data("SMILES"))))
                .contains("Protein");
        assertThat(template.firstMissing(List.of(data("SMILES"), data("Protein"))))
                .contains("SMILES");
        assertThat(template.firstMissing(List.of(data("SMILES"), data("Protein"), data("SMILES"))))
                .isEmpty();
        assertThat(template.firstMissing(List.of(data("SMILES"), data("X"), data("Protein"), data("SMILES"))))
                .isEmpty();
    }

    @Test
    void spansAreEqualByContent() {
        SpanText span = new SpanText("SMILES", new int[] {1, 2}, false);
        assertThat(span)
                .isEqualTo(new SpanText("SMILES", new int[] {1, 2}, false))
                .hasSameHashCodeAs(new SpanText("SMILES", new int[] {1, 2}, false))
                .isNotEqualTo(new SpanText("SMILES", new int[] {1, 3}, false))
                .isNotEqualTo(new SpanText("Protein", new int[] {1, 2}, false));
        assertThat(span.toString()).isEqualTo("SMILES[2 tokens]");
    }

    private static Segment text(String text) {
        return new Segment.Text(text);
    }

    private static Segment span(String domain) {
        return new Segment.Span(domain);
    }

    private static SpanText data(String domain) {
        return new SpanText(domain, new int[] {5}, false);
    }
}
