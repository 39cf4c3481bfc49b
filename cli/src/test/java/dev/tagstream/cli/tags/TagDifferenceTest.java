package dev.tagstream.cli.tags;

import static dev.tagstream.client.ExampleRecords.soundDomainTag;
import static dev.tagstream.client.ExampleRecords.soundFunctionTag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.terminal.Table;
import dev.tagstream.schemas.TagVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagDifferenceTest {
    private static final TagVersion MOLECULES = soundDomainTag("SMILES", 1);
    private static final TagVersion OLD = soundFunctionTag("F", "{SMILES}{function}", 3, MOLECULES);

    @Test
    void showsWhatDiffersAndLeavesOutWhatDoesNot() {
        TagVersion other = TagVersion.newBuilder(soundFunctionTag("F", "{SMILES}{function}", 4, MOLECULES))
                .setVersion(2)
                .setOrigin("imported")
                .build();
        List<List<Object>> rows = TagDifference.of(OLD, other).rows();
        assertThat(rows)
                .extracting(row -> row.get(0))
                .containsExactly("version", "origin", "sha256", "examples", "r2", "rows", "head");
        assertThat(rows.get(0)).startsWith("version", "1", "2");
        assertThat(rows.get(1)).startsWith("origin", "-", "imported");
        assertThat(rows.get(3)).containsExactly("examples", "300", "400", "+100.0");
        // (3, 1) and (4, 1): 13 / sqrt(10 * 17)
        assertThat(rows.get(5)).containsExactly("rows", "norm 3.162", "norm 4.123", "norm 1.000, cosine 0.9971");
    }

    @Test
    void namesOtherParents() {
        TagVersion other = soundFunctionTag("F", "{SMILES}{function}", 3, soundDomainTag("SMILES", 2));
        Table table = TagDifference.of(OLD, other);
        assertThat(table.rows().get(0).get(0)).isEqualTo("parents");
        assertThat(table.rows().get(1).get(3)).isEqualTo("norm 0.000, cosine 1.0000");
    }

    @Test
    void comparesNoValuesOfDifferentShape() {
        TagVersion wider =
                TagVersion.newBuilder(OLD).setRows(2).setMembers(List.of()).build();
        assertThat(TagDifference.of(OLD, wider).rows())
                .extracting(row -> row.get(0))
                .containsExactly("members", "rows");
    }
}
