package dev.tagstream.processor.scorer;

import dev.tagstream.model.engine.Scorer;

class InstantScorerTest extends ScorerContract {
    @Override
    protected Scorer open() {
        return new InstantScorer(new FakeScorer());
    }
}
