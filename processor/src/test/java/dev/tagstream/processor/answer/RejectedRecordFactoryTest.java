package dev.tagstream.processor.answer;

import static dev.tagstream.processor.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.common.intake.RejectedRecords;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.schemas.RecordHeader;
import dev.tagstream.schemas.RejectedRecord;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RejectedRecordFactoryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void makesOneRecordForEachFunctionAskedFor() {
        List<RejectedRecord> records = RejectedRecordFactory.ofIntake(
                source(10, 10),
                new Validation.Rejected<>(
                        RejectReason.DUPLICATE_FUNCTION,
                        "twice",
                        request("c", "CCO", null, "QED", "Solubility", "QED")),
                NOW);

        assertThat(records).extracting(RejectedRecord::getFunction).containsExactly("QED", "Solubility");
        assertThat(records).allMatch(record -> record.getCompoundId().equals("c") && record.getCode() == 205);
    }

    @Test
    void makesOneRecordWhereNoFunctionOrFarTooManyAreNamed() {
        assertThat(functionsOf(RejectReason.NO_FUNCTIONS)).containsExactly((String) null);
        String[] many = IntStream.rangeClosed(0, IntakeLimits.FUNCTIONS)
                .mapToObj(i -> "F" + i)
                .toArray(String[]::new);
        assertThat(functionsOf(RejectReason.TOO_MANY_FUNCTIONS, many)).containsExactly((String) null);
        assertThat(functionsOf(RejectReason.MISSING_FIELD, many))
                .as("refused for another reason, before its functions were counted")
                .containsExactly((String) null);
    }

    @Test
    void boundsWhatItRepeatsOfTheOriginal() {
        SourceRecord source = source(5_000, 100_000);
        source.headers()
                .add("small", new byte[10])
                .add("large", new byte[9_000])
                .add("late", new byte[1]);
        RejectedRecord record = RejectedRecordFactory.ofIntake(
                        source, new Validation.Rejected<>(RejectReason.UNDECODABLE, "x".repeat(5_000), null), NOW)
                .get(0);

        assertThat(record.getKey().remaining()).isEqualTo(1_024);
        assertThat(record.getValue().remaining()).isEqualTo(65_536);
        assertThat(record.getValueLength()).isEqualTo(100_000);
        assertThat(record.getHeaders()).extracting(RecordHeader::getKey).containsExactly("small");
        assertThat(record.getMessage()).hasSize(1_000);
        assertThat(RejectedRecords.boundedKey(source.key())).hasSize(1_024);
    }

    private static List<String> functionsOf(RejectReason reason, String... functions) {
        return RejectedRecordFactory.ofIntake(
                        source(1, 1),
                        new Validation.Rejected<>(reason, "no", request("c", "CCO", null, functions)),
                        NOW)
                .stream()
                .map(RejectedRecord::getFunction)
                .toList();
    }

    private static SourceRecord source(int keyBytes, int valueBytes) {
        return new SourceRecord(
                "screening-requests", 3, 42, 7, new byte[keyBytes], new byte[valueBytes], new RecordHeaders());
    }
}
