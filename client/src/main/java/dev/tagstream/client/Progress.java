package dev.tagstream.client;

/** Is told how far a piece of work has come. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE = new Progress() {
        @Override
        public void total(long total) {}

        @Override
        public void done(long done) {}
    };

    /** What there is to do, as far as is known by now. */
    void total(long total);

    /** What is done of it. */
    void done(long done);
}
