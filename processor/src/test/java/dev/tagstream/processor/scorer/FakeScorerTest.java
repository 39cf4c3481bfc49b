package dev.tagstream.processor.scorer;

import dev.tagstream.model.engine.Scorer;

class FakeScorerTest extends ScorerContract {
    @Override
    protected Scorer open() {
        return new FakeScorer();
    }
}
