package dev.tagstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.terminal.Table.Column;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Table table = new Table(List.of(
                    Column.text("compound", "COMPOUND"),
                    Column.count("rows", "ROWS"),
                    Column.decimal("value", "VALUE", 2)))
            .row(List.of("MINI-1", 1234L, 7.129))
            .row(Arrays.asList("a\u001b[31mred", null, 10.0));

    @Test
    void alignsNumbersToTheRightAndShowsNoControlCharacters() {
        assertThat(TableText.of(table)).isEqualTo("""
                COMPOUND    ROWS  VALUE
                MINI-1     1,234   7.13
                a?[31mred      -  10.00
                """);
    }

    @Test
    void shortensLongCells() {
        Table wide = new Table(List.of(Column.text("s", "S"))).row(List.of("C".repeat(300)));
        assertThat(TableText.of(wide)).isEqualTo("S\n" + "C".repeat(57) + "...\n");
    }

    @Test
    void keepsWholeValuesInJson() {
        assertThat(TableJson.of(table).toString())
                .isEqualTo("[{\"compound\":\"MINI-1\",\"rows\":1234,\"value\":7.129},"
                        + "{\"compound\":\"a\\u001B[31mred\",\"rows\":null,\"value\":10.0}]");
    }
}
