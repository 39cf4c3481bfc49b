package dev.tagstream.client.feedback;

import dev.tagstream.client.files.AssayColumn;
import dev.tagstream.client.files.AssayRow;
import dev.tagstream.client.files.RowReason;
import dev.tagstream.client.screening.RequestId;
import dev.tagstream.tags.text.Sha256;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names results: as the row does, or else after what it says, so that a file fed twice replaces its results. Rows that say
 * the very same are told apart by their order.
 */
final class ResultIds {
    private static final int HEX_DIGITS = 32;

    private final Map<String, Long> lines = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** @param pair function, molecule and protein of the row */
    String of(AssayRow row, String pair) throws RefusedRowException {
        Optional<String> own = row.cell(AssayColumn.RESULT_ID);
        if (own.isPresent()) {
            Long first = lines.putIfAbsent(own.get(), row.line());
            if (first != null) {
                throw new RefusedRowException(
                        RowReason.DUPLICATE_ID, "result id %s stands at line %d already".formatted(own.get(), first));
            }
            return own.get();
        }
        String content = RequestId.of(
                pair,
                row.cell(AssayColumn.RELATION).orElse(""),
                row.cell(AssayColumn.VALUE).map(ResultIds::plain).orElse(""),
                row.cell(AssayColumn.UNIT)
                        .map(text -> AssayUnit.parse(text).name())
                        .orElse(""),
                row.cell(AssayColumn.QUANTITY).orElse(""),
                row.cell(AssayColumn.SOURCE).orElse(""),
                row.cell(AssayColumn.MEASURED_AT).orElse(""));
        return hash(content + "/" + counts.merge(content, 1, Integer::sum));
    }

    /** A number as it is written shortest, since spreadsheets drop zeros. */
    private static String plain(String value) {
        try {
            return new BigDecimal(value).stripTrailingZeros().toString();
        } catch (NumberFormatException e) {
            return value;
        }
    }

    /** The name of what several results were merged into. */
    static String merged(List<String> ids) {
        return hash(RequestId.of(ids.stream().sorted().toArray(String[]::new)));
    }

    private static String hash(String content) {
        return Sha256.hex(content).substring(0, HEX_DIGITS);
    }
}
