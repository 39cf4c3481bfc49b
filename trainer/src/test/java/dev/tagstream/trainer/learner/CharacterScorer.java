package dev.tagstream.trainer.learner;

import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;

/** Tokenises one token for each printable ASCII character, and scores nothing: trainers only ask for tokens. */
public final class CharacterScorer implements Scorer {
    public static final int WIDTH = 64;

    @Override
    public String modelFingerprint() {
        return "fake-model";
    }

    @Override
    public String tokenizerFingerprint() {
        return "fake-tokenizer";
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int layers() {
        return 1;
    }

    @Override
    public SpanText tokenize(String domain, String text) {
        int[] ids = text.chars().toArray();
        for (int id : ids) {
            if (id < ' ' || id > '~') {
                throw new UntokenizableTextException("%s: no token for U+%04X".formatted(domain, id));
            }
        }
        return new SpanText(domain, ids, false);
    }

    @Override
    public PreparedBatch prepare(List<ScoringTask> tasks, TagSet tags) {
        throw new UnsupportedOperationException("a trainer does not score");
    }

    @Override
    public void close() {}
}
