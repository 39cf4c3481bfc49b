package dev.tagstream.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class IdSetTest {
    @Property(tries = 50)
    void remembersFirstLinesLikeAMap(@ForAll @Size(max = 5000) List<@IntRange(max = 4000) Integer> ids) {
        IdSet set = new IdSet();
        Map<String, Long> expected = new HashMap<>();
        long line = 0;
        for (int number : ids) {
            String id = "MINI-" + number;
            line++;
            Long first = expected.putIfAbsent(id, line);
            assertThat(set.firstLine(id, line)).isEqualTo(first == null ? 0 : first);
        }
    }
}
