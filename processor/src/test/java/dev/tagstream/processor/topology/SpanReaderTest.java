package dev.tagstream.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Verdict;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.processor.batch.Mailbox;
import dev.tagstream.processor.batch.Submission;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class SpanReaderTest {
    private final FakeScorer scorer = new FakeScorer().withUntokenizable('!');
    private final ProteinTokens proteins = new ProteinTokens(scorer);
    private final SpanReader reader = new SpanReader(scorer, proteins, RequestLane.BULK);

    @Test
    void tokenizesAProteinOnceForAllWhoReadIt() {
        SpanText first = spans("MKV", "CCO").get(0);
        spans("MKL", "CCO");
        SpanReader other = new SpanReader(scorer, proteins, RequestLane.BULK);

        assertThat(spans(other, copy("MKV"), "CCN").get(0)).isSameAs(first);
    }

    @Test
    void tokenizesAMoleculeOnceAsLongAsNoOtherComesBetween() {
        SpanText first = spans("MKV", "CCO").get(1);

        assertThat(spans("MKL", copy("CCO")).get(1)).isSameAs(first);
        assertThat(spans("MKL", "CCN").get(1)).isNotEqualTo(first);
        assertThat(spans("MKL", "CCO").get(1)).isEqualTo(first);
    }

    @Test
    void keepsEqualTextsOfDifferentDomainsApart() {
        List<SpanText> spans = spans("CCC", "CCC");

        assertThat(spans).extracting(SpanText::domain).containsExactly("Protein", "SMILES");
    }

    @Test
    void refusesATextWithoutTokensEachTimeItComes() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> spans("MKV", "C!C")).isInstanceOf(UntokenizableTextException.class);
        }
    }

    @Test
    void asksForEveryFunctionWithTheSameData() {
        List<Submission> submissions = submissions(reader, "MKV", "CCO", "QED", "BindingAffinity");

        assertThat(submissions).extracting(each -> each.task().function()).containsExactly("QED", "BindingAffinity");
        assertThat(submissions.get(0).task().spans())
                .isEqualTo(submissions.get(1).task().spans());
    }

    private static String copy(String text) {
        return new String(text.toCharArray());
    }

    private List<SpanText> spans(String protein, String smiles) {
        return spans(reader, protein, smiles);
    }

    private static List<SpanText> spans(SpanReader reader, String protein, String smiles) {
        return submissions(reader, protein, smiles, "BindingAffinity")
                .get(0)
                .task()
                .spans();
    }

    private static List<Submission> submissions(SpanReader reader, String protein, String smiles, String... functions) {
        ScreeningRequest request = Requests.request("c", smiles, protein, functions);
        SourceRecord source = new SourceRecord("t", 0, 0, 0, null, new byte[0], new RecordHeaders());
        return reader.submissions(
                new OpenRequest(new Admitted(source, new Verdict.Accepted(request, smiles))), new Mailbox());
    }
}
