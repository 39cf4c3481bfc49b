package dev.tagstream.client.screening;

import static dev.tagstream.client.ExampleRecords.prediction;
import static dev.tagstream.client.ExampleRecords.rejection;
import static dev.tagstream.client.ExampleRecords.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LibraryLedgerTest {
    private final LibraryLedger ledger = new LibraryLedger("L");

    @Test
    void closesTheEquationOncePerFunctionAskedFor() {
        ledger.book(request("L", "a", 2, "F", "G"));
        ledger.book(request("L", "b", 2, "F"));
        ledger.book(prediction("L", "a", "F", 1, 0));
        assertThat(ledger.totals().equation()).isEqualTo("received 3 = predicted 1 + rejected 0 + pending 2");
        assertThat(ledger.totals().complete()).isFalse();
        ledger.book(rejection("L", "a", "G", 0));
        ledger.book(prediction("L", "b", "F", 2, 1));
        assertThat(ledger.totals().equation()).isEqualTo("received 3 = predicted 2 + rejected 1 + pending 0");
        assertThat(ledger.totals().complete()).isTrue();
    }

    @Test
    void waitsForRequestsTheSenderAnnounced() {
        ledger.book(request("L", "a", 2, "F"));
        ledger.book(prediction("L", "a", "F", 1, 0));
        assertThat(ledger.totals().pending()).isZero();
        assertThat(ledger.totals().complete()).isFalse();
    }

    @Test
    void leavesOtherLibrariesAlone() {
        ledger.book(request("M", "a", 1, "F"));
        ledger.book(prediction("M", "a", "F", 1, 0));
        assertThat(ledger.known()).isFalse();
        assertThat(ledger.otherLibraries()).containsExactly("M");
    }

    @Test
    void tellsASecondAnswerFromARequestSentAgain() {
        ledger.book(request("L", "a", 1, "F"));
        ledger.book(prediction("L", "a", "F", 1, 0));
        ledger.book(prediction("L", "a", "F", 1, 0));
        assertThat(ledger.totals().duplicates()).isEqualTo(1);
        assertThat(ledger.totals().again()).isZero();
        ledger.book(request("L", "a", 1, "F"));
        ledger.book(prediction("L", "a", "F", 2, 5));
        assertThat(ledger.totals().duplicates()).isEqualTo(1);
        assertThat(ledger.totals().again()).isEqualTo(1);
        assertThat(ledger.ranked().get("F"))
                .extracting(Outcome.Predicted::value)
                .containsExactly(2.0);
        assertThat(ledger.totals().equation()).isEqualTo("received 1 = predicted 1 + rejected 0 + pending 0");
    }

    @Test
    void settlesEveryFunctionByARejectionOfTheWholeRequest() {
        ledger.book(request("L", "a", 2, "F", "G"));
        ledger.book(request("L", "b", 2));
        ledger.book(rejection("L", "a", 0).build());
        ledger.book(rejection("L", "b", 1).build());
        assertThat(ledger.totals().equation()).isEqualTo("received 3 = predicted 0 + rejected 3 + pending 0");
        assertThat(ledger.totals().complete()).isTrue();
        assertThat(ledger.rejections().get("SMILES_UNPARSEABLE")).hasSize(3);
    }

    @Test
    void ranksEachFunctionByValueThenByName() {
        ledger.book(request("L", "a", 3, "F"));
        ledger.book(request("L", "b", 3, "F"));
        ledger.book(request("L", "c", 3, "F", "G"));
        ledger.book(prediction("L", "b", "F", 5, 1));
        ledger.book(prediction("L", "c", "F", 7, 2));
        ledger.book(prediction("L", "a", "F", 5, 0));
        ledger.book(prediction("L", "c", "G", -1, 2));
        assertThat(ledger.ranked().get("F"))
                .extracting(Outcome.Predicted::compoundId)
                .containsExactly("c", "a", "b");
        assertThat(ledger.ranked().get("G")).hasSize(1);
    }

    @Property(tries = 200)
    void endsWithTheSameBooksInWhateverOrderRecordsCome(@ForAll("shuffled") List<Integer> order) {
        LibraryLedger shuffled = new LibraryLedger("L");
        List<Runnable> records = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String compound = "c" + i;
            long offset = i;
            records.add(() -> shuffled.book(request("L", compound, 5, "F", "G")));
            records.add(() -> shuffled.book(prediction("L", compound, "F", (double) offset, offset)));
            records.add(() -> shuffled.book(rejection("L", compound, "G", offset)));
        }
        for (int index : order) {
            assertThat(shuffled.totals().complete()).isFalse();
            records.get(index).run();
            LibraryLedger.Totals totals = shuffled.totals();
            assertThat(totals.pending()).isNotNegative();
        }
        assertThat(shuffled.totals()).isEqualTo(new LibraryLedger.Totals(5, 5, 10, 5, 5, 0, 0));
    }

    @Provide
    Arbitrary<List<Integer>> shuffled() {
        return Arbitraries.shuffle(IntStream.range(0, 15).boxed().toList());
    }
}
