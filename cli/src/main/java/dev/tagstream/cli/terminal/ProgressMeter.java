package dev.tagstream.cli.terminal;

import dev.tagstream.client.Progress;
import java.io.Closeable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a piece of work has come: a bar on a terminal, a plain line now and then elsewhere.
 *
 * <p>For one thread. Closing it ends the line, also when the work stops early.
 */
public final class ProgressMeter implements Progress, Closeable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final String task;
    private final String unit;
    private final PrintWriter out;
    private final @Nullable ProgressBar bar;
    private String remark = "";
    private long total;
    private long done;
    private long lastLine = System.nanoTime();

    private ProgressMeter(String task, String unit, long total, PrintWriter out, @Nullable ProgressBar bar) {
        this.task = task;
        this.unit = unit;
        this.total = total;
        this.out = out;
        this.bar = bar;
    }

    /**
     * Starts at zero.
     *
     * @param task what is being done, a word or two
     * @param unit what is counted, in the plural
     * @param total negative if unknown yet
     * @param terminal whether a person watches standard error, where the bar goes
     * @param out takes the plain lines
     */
    public static ProgressMeter start(String task, String unit, long total, boolean terminal, PrintWriter out) {
        if (!terminal) {
            return new ProgressMeter(task, unit, total, out, null);
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .build();
        return new ProgressMeter(task, unit, total, out, bar);
    }

    /** Whether a person watches, which the launcher finds out and tells in a system property. */
    public static boolean onTerminal() {
        return Boolean.getBoolean("tagstream.terminal");
    }

    @Override
    public void total(long newTotal) {
        total = newTotal;
        if (bar != null) {
            bar.maxHint(newTotal);
        }
    }

    /** A few words beside the count, until the next ones. */
    public void remark(String words) {
        remark = words;
        if (bar != null) {
            bar.setExtraMessage(" " + words);
        }
    }

    @Override
    public void done(long newDone) {
        done = newDone;
        if (bar != null) {
            bar.stepTo(newDone);
        } else if (System.nanoTime() - lastLine > BETWEEN_LINES.toNanos()) {
            lastLine = System.nanoTime();
            out.println(line());
            out.flush();
        }
    }

    private String line() {
        return remark.isEmpty() ? count() : count() + "; " + remark;
    }

    private String count() {
        return total > 0
                ? String.format(Locale.ROOT, "%s: %,d of %,d %s (%d%%)", task, done, total, unit, 100 * done / total)
                : String.format(Locale.ROOT, "%s: %,d %s", task, done, unit);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
