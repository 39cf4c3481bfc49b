package dev.tagstream.processor.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.processor.Requests;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanReaderTest {
    private final FakeScorer scorer = new FakeScorer().withUntokenizable('!');
    private final ProteinTokens proteins = new ProteinTokens(scorer);
    private final SpanReader reader = new SpanReader(scorer, proteins);

    @Test
    void tokenizesAProteinOnceForAllWhoReadIt() {
        SpanText first = spans("MKV", "CCO").get(0);
        spans("MKL", "CCO");
        SpanReader other = new SpanReader(scorer, proteins);

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

    private static String copy(String text) {
        return new String(text.toCharArray());
    }

    private List<SpanText> spans(String protein, String smiles) {
        return spans(reader, protein, smiles);
    }

    private static List<SpanText> spans(SpanReader reader, String protein, String smiles) {
        return reader.spans(Requests.request("c", smiles, protein, "BindingAffinity"));
    }
}
