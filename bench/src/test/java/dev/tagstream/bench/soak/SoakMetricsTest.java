package dev.tagstream.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoakMetricsTest {
    @Test
    void addsUpTheSeriesOfAName() {
        assertThat(SoakMetrics.of("""
                        # TYPE tagstream_pending gauge
                        tagstream_pending{partition="0"} 3.0
                        tagstream_pending{partition="1"} 4.0
                        tagstream_pending_outcomes{function="BindingAffinity"} 7.0
                        tagstream_batch_tasks_max{engine="0"} 12.0
                        tagstream_span_cache_bytes{engine="0",domain="Protein"} 1.5E6
                        tagstream_span_cache_bytes{engine="0",domain="SMILES"} 5.0E5
                        jvm_memory_used_bytes{area="heap",id="Eden Space"} 1.0E7
                        jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 9.0E7
                        """)).isEqualTo(new SoakMetrics(1e7, 2e6, 7, 12));
    }
}
