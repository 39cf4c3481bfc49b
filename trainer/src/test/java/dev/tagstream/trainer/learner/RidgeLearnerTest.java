package dev.tagstream.trainer.learner;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.tags.TagSet;

class RidgeLearnerTest extends LearnerContract {
    @Override
    protected Learner learner() {
        return new RidgeLearner(CharacterScorer.WIDTH);
    }

    @Override
    protected Scorer scorer() {
        return new CharacterScorer();
    }

    @Override
    protected TagSet domains() {
        return TagSet.EMPTY;
    }
}
