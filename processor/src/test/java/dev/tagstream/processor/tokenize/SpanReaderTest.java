package dev.tagstream.processor.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.processor.Requests;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.runtime.tags.SpanTokenizer;
import dev.tagstream.schemas.DomainData;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.Spelling;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class SpanReaderTest {
    private final FakeScorer scorer = new FakeScorer().withUntokenizable('!');
    private final ProteinTokens proteins = new ProteinTokens(scorer);
    private final ActiveTags tags = new ActiveTags();
    private final SpanReader reader = new SpanReader(new SpanTokenizer(scorer), proteins, tags);

    @Test
    void tokenizesAProteinOnceForAllWhoReadIt() {
        SpanText first = spans("MKV", "CCO").get(0);
        spans("MKL", "CCO");
        SpanReader other = new SpanReader(new SpanTokenizer(scorer), proteins, tags);

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
    void readsFurtherDataAfterProteinAndMolecule() {
        ScreeningRequest request = ScreeningRequest.newBuilder(Requests.request("c", "CCO", "MKV", "Synergy"))
                .setData(List.of(
                        new DomainData("SMILES", "N"),
                        new DomainData("Protein", "MKL"),
                        new DomainData("EN", "at pH 7")))
                .build();

        assertThat(reader.spans(request))
                .containsExactly(
                        scorer.tokenize("Protein", "MKV"),
                        scorer.tokenize("SMILES", "CCO"),
                        scorer.tokenize("SMILES", "N"),
                        scorer.tokenize("Protein", "MKL"),
                        scorer.tokenize("EN", "at pH 7"));
    }

    @Test
    void refusesATextWithoutTokensEachTimeItComes() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> spans("MKV", "C!C")).isInstanceOf(UntokenizableTextException.class);
        }
    }

    @Test
    void spellsMoleculesAsTheirDomainTagWants() {
        SpanText asSent = spans("MKV", "C(O)C").get(1);
        DomainTag tag = TagExamples.domain("SMILES", 1, FakeScorer.WIDTH);
        tags.change(set -> set.with(new DomainTag(tag.id(), tag.rows(), Spelling.CANONICAL_1)));

        SpanText spelled = spans("MKV", "C(O)C").get(1);
        assertThat(spelled).isNotEqualTo(asSent).isEqualTo(spans("MKV", "CCO").get(1));
        assertThat(spelled.spelling()).isEqualTo(Spelling.CANONICAL_1);
        assertThat(asSent.spelling()).isEqualTo(Spelling.AS_WRITTEN);
    }

    @Test
    void takesWhatCannotBeSpelledAsItIsAndTellsSo() {
        LongAdder unspelled = new LongAdder();
        SpanTokenizer tokenizer = new SpanTokenizer(scorer, unspelled::increment);

        assertThat(tokenizer.tokenize("SMILES", "C(", Spelling.CANONICAL_1).ids())
                .isEqualTo(scorer.tokenize("SMILES", "C(").ids());
        assertThat(unspelled.sum()).isEqualTo(1);
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
