package dev.tagstream.model.engine;

import dev.tagstream.model.engine.SpanCache.Block;
import dev.tagstream.model.program.EngineException;
import dev.tagstream.model.prompt.BlockKey;
import dev.tagstream.model.prompt.Link;
import dev.tagstream.model.prompt.PrefixKey;
import dev.tagstream.model.prompt.Prompt;
import dev.tagstream.model.prompt.Skeleton;
import dev.tagstream.model.prompt.Span;
import dev.tagstream.model.prompt.SpanKey;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A batch laid out for the engine: equal prompts run once, whatever functions are asked of them, and what prompts have in common
 * is a block that is pinned until the batch is closed.
 */
final class LlamaBatch implements PreparedBatch {
    private static final Comparator<TagId> BY_NAME =
            Comparator.comparing(TagId::name).thenComparing(TagId::version).thenComparing(TagId::sha256);

    private final EngineParts parts;
    private final TagSet tags;
    private final List<ScoringTask> tasks;
    private final Map<PromptTemplate, Skeleton> skeletons = new HashMap<>();
    private final List<Prompt> prompts = new ArrayList<>(); // by task
    private final Map<TagId, FunctionTag> functions = new HashMap<>(); // the tag in use and a candidate are two
    private final Map<Prompt, SortedMap<TagId, List<Integer>>> asked = new LinkedHashMap<>(); // tasks by function
    private final Map<BlockKey, Block> blocks = new LinkedHashMap<>(); // pinned
    private final List<SpanEncoder.Job> spans = new ArrayList<>();
    private final List<List<Prompt>> prefixes =
            new ArrayList<>(); // by the link that ends them: each needs the one before it

    private LlamaBatch(EngineParts parts, List<ScoringTask> tasks, TagSet tags) {
        this.parts = parts;
        this.tasks = tasks;
        this.tags = tags;
        for (int i = 0; i < tasks.size(); i++) {
            ScoringTask task = tasks.get(i);
            FunctionTag function = task.requireTagIn(tags);
            functions.put(function.id(), function);
            Prompt prompt = Prompt.of(skeleton(function), task.spans());
            prompts.add(prompt);
            asked.computeIfAbsent(prompt, unseen -> new TreeMap<>(BY_NAME))
                    .computeIfAbsent(function.id(), unseen -> new ArrayList<>())
                    .add(i);
        }
        asked.keySet().forEach(this::pin); // from here on nothing can fail
    }

    /** Throws {@link IllegalArgumentException} for a task whose function, domain tags or data are not there. */
    static LlamaBatch prepare(EngineParts parts, List<ScoringTask> tasks, TagSet tags) {
        return new LlamaBatch(parts, List.copyOf(tasks), tags);
    }

    private Skeleton skeleton(FunctionTag function) {
        return skeletons.computeIfAbsent(
                function.template(), template -> Skeleton.of(template, tags, parts.templateTokens()));
    }

    private FunctionTag function(TagId id) {
        return Objects.requireNonNull(functions.get(id));
    }

    private void pin(Prompt prompt) {
        for (int depth = 1; depth < prompt.links().size(); depth++) {
            Link link = prompt.links().get(depth);
            pinSpan(Objects.requireNonNull(link.span()), Objects.requireNonNull(link.key()));
            pinPrefix(prompt, depth, link.prefix());
        }
    }

    private void pinSpan(Span span, SpanKey key) {
        if (!blocks.containsKey(key)) {
            Block block = parts.cache().pin(key, parts.bytes(span.rows()));
            blocks.put(key, block);
            spans.add(new SpanEncoder.Job(block, span));
        }
    }

    private void pinPrefix(Prompt prompt, int depth, @Nullable PrefixKey key) {
        if (key != null && !blocks.containsKey(key)) {
            blocks.put(key, parts.cache().pin(key, parts.bytes(key.rows())));
            while (prefixes.size() < depth) {
                prefixes.add(new ArrayList<>());
            }
            prefixes.get(depth - 1).add(prompt);
        }
    }

    private Workload countWork() {
        Workload sum = countEncoding();
        for (int depth = 0; depth < prefixes.size(); depth++) {
            for (Prompt prompt : missing(depth)) {
                Link link = prompt.links().get(depth);
                sum = sum.plus(behind(link, link.text().size(), 1));
            }
        }
        for (var entry : asked.entrySet()) {
            Link link = entry.getKey().last();
            int members = 0;
            int rows = link.text().size();
            for (TagId id : entry.getValue().keySet()) {
                FunctionTag function = function(id);
                members += function.members().size();
                rows += function.members().size() * function.rows();
            }
            sum = sum.plus(behind(link, rows, members));
        }
        return sum;
    }

    private Workload countEncoding() {
        Workload sum = Workload.NONE;
        for (SpanEncoder.Job span : missing()) {
            long rows = span.rows();
            sum = sum.plus(new Workload(
                    rows, 0, 0, parts.cost().encoding(rows), span.block().bytes()));
        }
        return sum;
    }

    private Workload behind(Link link, int rows, int read) {
        long seen = (long) link.rowsSeen() + rows;
        return new Workload(0, rows, rows * seen, parts.cost().behindSpan(rows, read, seen), 0);
    }

    private List<SpanEncoder.Job> missing() {
        return spans.stream()
                .filter(span -> !parts.cache().isHeld(span.block()))
                .toList();
    }

    /** Prompts whose prefix up to the link at {@code depth} is missing. */
    private List<Prompt> missing(int depth) {
        return prefixes.get(depth).stream()
                .filter(prompt -> !parts.cache().isHeld(endingIn(prompt.links().get(depth))))
                .toList();
    }

    /** The prefix that a link's text ends. */
    private Block endingIn(Link link) {
        return pinned(Objects.requireNonNull(link.end()));
    }

    private Block pinned(BlockKey key) {
        Block block = blocks.get(key);
        if (block == null) {
            throw new IllegalStateException("a prefix is computed that was not pinned");
        }
        return block;
    }

    @Override
    public Workload workload() {
        return countWork();
    }

    /** Computes the blocks that are missing, and runs no rows behind the last spans. */
    void encode() {
        Workload encoding = countEncoding();
        parts.encoder().encode(missing());
        runPrefixes();
        parts.meter().add(encoding);
    }

    /** By task. */
    List<Prompt> prompts() {
        return prompts;
    }

    /** What the prompts' links need, pinned until the batch is closed. */
    Map<BlockKey, Block> blocks() {
        return blocks;
    }

    @Override
    public List<Score> score() {
        Score[] scores = new Score[tasks.size()];
        run((prompt, function, hidden, from) -> {
            ReadOut readOut = ReadOut.of(function, hidden, from, prompt.data());
            for (int task : tasksOf(prompt, function)) {
                scores[task] = readOut.score(function, prompt, tasks.get(task).truncated());
            }
        });
        return List.of(scores);
    }

    /** By task, the hidden states that the members of its function read (M, r, d). */
    List<float[]> statesRead() {
        float[][] states = new float[tasks.size()][];
        run((prompt, function, hidden, from) -> {
            float[] read = Arrays.copyOfRange(hidden, from, from + sizeRead(function));
            tasksOf(prompt, function).forEach(task -> states[task] = read);
        });
        return List.of(states);
    }

    /** Takes what the members of a function read behind a prompt: {@code hidden} (M, r, d) from {@code from} on. */
    private interface StatesReader {
        void read(Prompt prompt, FunctionTag function, float[] hidden, int from);
    }

    private void run(StatesReader reader) {
        Workload workload = countWork();
        parts.encoder().encode(missing()); // an earlier batch may have encoded what was missing before, or failed to
        runPrefixes();
        groups().forEach((group, alike) -> runSuffixes(group.functions(), alike, reader));
        parts.meter().add(workload);
    }

    private void runPrefixes() {
        for (int depth = 0; depth < prefixes.size(); depth++) {
            Map<Skeleton, List<Link>> bySkeleton = new LinkedHashMap<>();
            for (Prompt prompt : missing(depth)) {
                bySkeleton
                        .computeIfAbsent(prompt.skeleton(), skeleton -> new ArrayList<>())
                        .add(prompt.links().get(depth));
            }
            bySkeleton.values().forEach(this::runPrefixesOfOneSkeleton);
        }
    }

    private void runPrefixesOfOneSkeleton(List<Link> links) {
        List<Block> keep = links.stream().map(this::endingIn).toList();
        List<Integer> text = links.get(0).text();
        try {
            if (text.isEmpty()) {
                links.forEach(this::passOver);
            } else {
                LinkRows rows = LinkRows.text(text, parts.newTagTable());
                parts.linker().run(links, rows, blocks, keep, (link, hidden, from) -> {});
            }
        } catch (EngineException e) {
            parts.program().drop(keep.stream().mapToLong(Block::handle).toArray()); // it may have kept some
            throw e;
        }
        parts.cache().markHeld(keep);
    }

    /** A link without text ends in the text rows of its own prefix. */
    private void passOver(Link link) {
        Block prefix = pinned(Objects.requireNonNull(link.prefix()));
        parts.program()
                .passOver(prefix.handle(), link.spanRows(), endingIn(link).handle());
    }

    /** What decides which rows run behind a prompt's last span. */
    private record Group(Skeleton skeleton, List<TagId> functions) {}

    private Map<Group, List<Prompt>> groups() {
        Map<Group, List<Prompt>> groups = new LinkedHashMap<>();
        asked.forEach((prompt, functions) -> groups.computeIfAbsent(
                        new Group(prompt.skeleton(), List.copyOf(functions.keySet())), group -> new ArrayList<>())
                .add(prompt));
        return groups;
    }

    private void runSuffixes(List<TagId> ids, List<Prompt> alike, StatesReader reader) {
        List<FunctionTag> functions = ids.stream().map(this::function).toList();
        List<FunctionTag.Member> members = functions.stream()
                .flatMap(function -> function.members().stream())
                .toList();
        List<Link> links = alike.stream().map(Prompt::last).toList();
        LinkRows rows = LinkRows.suffixes(links.get(0).text(), members, parts.newTagTable());
        parts.linker().run(links, rows, blocks, List.of(), (link, hidden, from) -> {
            int at = from; // the rows that all members of all functions read, in order
            for (FunctionTag function : functions) {
                reader.read(alike.get(link), function, hidden, at);
                at += sizeRead(function);
            }
        });
    }

    private static int sizeRead(FunctionTag function) {
        return function.members().size() * function.members().get(0).head().width();
    }

    private List<Integer> tasksOf(Prompt prompt, FunctionTag function) {
        return Objects.requireNonNull(Objects.requireNonNull(asked.get(prompt)).get(function.id()));
    }

    /** Ends the use of the blocks, and has the program forget what the cache has no room for. */
    @Override
    public void close() {
        parts.program().drop(parts.cache().unpin(blocks.values()));
    }
}
