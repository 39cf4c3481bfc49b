package dev.tagstream.model.engine;

import dev.tagstream.model.engine.SpanCache.Block;
import dev.tagstream.tags.DomainTag;
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

/**
 * A batch laid out for the engine: tasks with equal contexts run it once, whatever functions they ask for, and what contexts have in
 * common is a block that is pinned until the batch is closed.
 */
final class LlamaBatch implements PreparedBatch {
    private static final Comparator<TagId> BY_NAME =
            Comparator.comparing(TagId::name).thenComparing(TagId::version).thenComparing(TagId::sha256);

    private final EngineParts parts;
    private final TagSet tags;
    private final List<ScoringTask> tasks;
    private final Map<PromptTemplate, Skeleton> skeletons = new HashMap<>();
    private final List<Context> contexts = new ArrayList<>(); // by task
    private final Map<TagId, FunctionTag> functions = new HashMap<>(); // the tag in use and a candidate are two
    private final Map<Context, SortedMap<TagId, List<Integer>>> asked = new LinkedHashMap<>(); // tasks by function
    private final Map<BlockKey, Block> blocks = new LinkedHashMap<>(); // pinned
    private final List<SpanEncoder.Span> spans = new ArrayList<>();
    private final List<List<Place>> stems = new ArrayList<>(); // by depth: each needs the one before it

    private LlamaBatch(EngineParts parts, List<ScoringTask> tasks, TagSet tags) {
        this.parts = parts;
        this.tasks = tasks;
        this.tags = tags;
        for (int i = 0; i < tasks.size(); i++) {
            ScoringTask task = tasks.get(i);
            FunctionTag function = function(task);
            functions.put(function.id(), function);
            Context context = Context.of(skeleton(function), task.spans());
            contexts.add(context);
            asked.computeIfAbsent(context, unseen -> new TreeMap<>(BY_NAME))
                    .computeIfAbsent(function.id(), unseen -> new ArrayList<>())
                    .add(i);
        }
        asked.keySet().forEach(this::pin); // from here on nothing can fail
    }

    /** Throws {@link IllegalArgumentException} for a task whose function, domain tags or data are not there. */
    static LlamaBatch prepare(EngineParts parts, List<ScoringTask> tasks, TagSet tags) {
        return new LlamaBatch(parts, List.copyOf(tasks), tags);
    }

    private FunctionTag function(ScoringTask task) {
        return task.tagIn(tags).orElseThrow(() -> new IllegalArgumentException("no function tag " + task.function()));
    }

    private Skeleton skeleton(FunctionTag function) {
        return skeletons.computeIfAbsent(
                function.template(), template -> Skeleton.of(template, tags, parts.templateTokens()));
    }

    private FunctionTag function(TagId id) {
        return Objects.requireNonNull(functions.get(id));
    }

    private void pin(Context context) {
        for (int span = 0; span <= context.lastSpan(); span++) {
            pinSpan(context, span);
            pinStem(context, span);
        }
    }

    private void pinSpan(Context context, int span) {
        SpanKey key = context.spanKey(span);
        if (!blocks.containsKey(key)) {
            Block block = parts.cache().pin(key, parts.bytes(context.rows(span)));
            blocks.put(key, block);
            DomainTag tag = context.skeleton().domain(span);
            spans.add(new SpanEncoder.Span(block, tag, key.text()));
        }
    }

    private void pinStem(Context context, int span) {
        StemKey key = context.stemKey(span);
        if (key != null && !blocks.containsKey(key)) {
            blocks.put(key, parts.cache().pin(key, parts.bytes(key.rows())));
            while (stems.size() <= span) {
                stems.add(new ArrayList<>());
            }
            stems.get(span).add(span == 0 ? Place.inFrontOf(context) : Place.behind(context, span - 1));
        }
    }

    private Workload countWork() {
        Workload sum = countEncoding();
        for (List<Place> depth : stems) {
            for (Place place : missing(depth)) {
                sum = sum.plus(tail(place, place.text().size(), 1));
            }
        }
        for (var entry : asked.entrySet()) {
            Place place = Place.behind(entry.getKey(), entry.getKey().lastSpan());
            int members = 0;
            int rows = place.text().size();
            for (TagId id : entry.getValue().keySet()) {
                FunctionTag function = function(id);
                members += function.members().size();
                rows += function.members().size() * function.rows();
            }
            sum = sum.plus(tail(place, rows, members));
        }
        return sum;
    }

    private Workload countEncoding() {
        Workload sum = Workload.NONE;
        for (SpanEncoder.Span span : missing()) {
            long rows = span.rows();
            sum = sum.plus(new Workload(
                    rows, 0, 0, parts.cost().encoding(rows), span.block().bytes()));
        }
        return sum;
    }

    private Workload tail(Place place, int rows, int read) {
        long seen = (long) place.rowsBefore() + rows;
        return new Workload(0, rows, rows * seen, parts.cost().tail(rows, read, seen), 0);
    }

    private List<SpanEncoder.Span> missing() {
        return spans.stream()
                .filter(span -> !parts.cache().isHeld(span.block()))
                .toList();
    }

    private List<Place> missing(List<Place> depth) {
        return depth.stream()
                .filter(place -> !parts.cache().isHeld(endingIn(place)))
                .toList();
    }

    /** The stem that the text at {@code place} ends. */
    private Block endingIn(Place place) {
        Block block = blocks.get(place.context().stemKey(place.span() + 1));
        if (block == null) {
            throw new IllegalStateException("a stem is computed that was not pinned");
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
        stems.forEach(this::runStems);
        parts.meter().add(encoding);
    }

    /** By task. */
    List<Context> contexts() {
        return contexts;
    }

    /** What the prompts' places need, pinned until the batch is closed. */
    Map<BlockKey, Block> blocks() {
        return blocks;
    }

    @Override
    public List<Score> score() {
        Score[] scores = new Score[tasks.size()];
        run((context, function, hidden, from) -> {
            ReadOut readOut = ReadOut.of(function, hidden, from, context.data());
            for (int task : tasksOf(context, function)) {
                scores[task] = score(function, readOut, context, tasks.get(task).truncated());
            }
        });
        return List.of(scores);
    }

    /** By task, the hidden states that the members of its function read (M, r, d). */
    List<float[]> statesRead() {
        float[][] states = new float[tasks.size()][];
        run((context, function, hidden, from) -> {
            float[] read = Arrays.copyOfRange(hidden, from, from + sizeRead(function));
            tasksOf(context, function).forEach(task -> states[task] = read);
        });
        return List.of(states);
    }

    /** Takes what the members of a function read behind a context: {@code hidden} (M, r, d) from {@code from} on. */
    private interface StatesReader {
        void read(Context context, FunctionTag function, float[] hidden, int from);
    }

    private void run(StatesReader reader) {
        Workload workload = countWork();
        parts.encoder().encode(missing()); // an earlier batch may have encoded what was missing before, or failed to
        stems.forEach(this::runStems);
        groups().forEach((group, contexts) -> runTails(group.functions(), contexts, reader));
        parts.meter().add(workload);
    }

    private void runStems(List<Place> depth) {
        Map<Skeleton, List<Place>> bySkeleton = new LinkedHashMap<>();
        missing(depth).forEach(place -> bySkeleton
                .computeIfAbsent(place.context().skeleton(), skeleton -> new ArrayList<>())
                .add(place));
        bySkeleton.values().forEach(this::runStemsOfOneSkeleton);
    }

    private void runStemsOfOneSkeleton(List<Place> places) {
        List<Block> keep = places.stream().map(this::endingIn).toList();
        List<Integer> text = places.get(0).text();
        try {
            if (text.isEmpty()) {
                places.forEach(place -> passOver(place, endingIn(place)));
            } else {
                LinkRows rows = LinkRows.text(text, parts.newTagTable());
                parts.linker().run(places, rows, blocks, keep, (place, hidden, from) -> {});
            }
        } catch (EngineException e) {
            parts.program().drop(keep.stream().mapToLong(Block::handle).toArray()); // it may have kept some
            throw e;
        }
        parts.cache().markHeld(keep);
    }

    private void passOver(Place place, Block keep) {
        Block stem = blocks.get(place.stem());
        if (stem == null) {
            throw new IllegalStateException("a stem without text is no block");
        }
        parts.program().passOver(stem.handle(), place.ownRows(), keep.handle());
    }

    /** What decides which rows run behind a context's last span. */
    private record Group(Skeleton skeleton, List<TagId> functions) {}

    private Map<Group, List<Context>> groups() {
        Map<Group, List<Context>> groups = new LinkedHashMap<>();
        asked.forEach((context, functions) -> groups.computeIfAbsent(
                        new Group(context.skeleton(), List.copyOf(functions.keySet())), group -> new ArrayList<>())
                .add(context));
        return groups;
    }

    private void runTails(List<TagId> ids, List<Context> contexts, StatesReader reader) {
        List<FunctionTag> functions = ids.stream().map(this::function).toList();
        List<FunctionTag.Member> members = functions.stream()
                .flatMap(function -> function.members().stream())
                .toList();
        List<Place> places = contexts.stream()
                .map(context -> Place.behind(context, context.lastSpan()))
                .toList();
        LinkRows rows = LinkRows.tails(places.get(0).text(), members, parts.newTagTable());
        parts.linker().run(places, rows, blocks, List.of(), (place, hidden, from) -> {
            int at = from; // the rows that all members of all functions read, in order
            for (FunctionTag function : functions) {
                reader.read(contexts.get(place), function, hidden, at);
                at += sizeRead(function);
            }
        });
    }

    private static int sizeRead(FunctionTag function) {
        return function.members().size() * function.members().get(0).head().width();
    }

    private List<Integer> tasksOf(Context context, FunctionTag function) {
        return Objects.requireNonNull(Objects.requireNonNull(asked.get(context)).get(function.id()));
    }

    static Score score(FunctionTag function, ReadOut readOut, Context context, boolean truncated) {
        return new Score(
                readOut.value(),
                readOut.standardDeviation(),
                readOut.probabilities(),
                function.unit(),
                function.id(),
                context.skeleton().domains().stream().map(DomainTag::id).toList(),
                context.length() + function.rows(),
                truncated);
    }

    /** Ends the use of the blocks, and has the program forget what the cache has no room for. */
    @Override
    public void close() {
        parts.program().drop(parts.cache().unpin(blocks.values()));
    }
}
