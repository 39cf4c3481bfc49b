package dev.tagstream.trainer.functions;

import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.TagTask;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.text.Sha256;
import dev.tagstream.tags.text.ShortLine;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A function that results can be for.
 *
 * @param spec what it predicts, from what
 * @param pinned version that stays in use whatever is learned; empty if learning may replace it
 * @param shadow whether a candidate that passes the gate is tried out beside the version in use
 */
public record TaughtFunction(FunctionSpec spec, OptionalLong pinned, boolean shadow) {
    private static final int MEANING_DIGITS = 16;

    /** Throws {@link IllegalArgumentException} with a sentence for a person if nothing can be learned for it. */
    static TaughtFunction of(FunctionDeclaration declaration) {
        if (!TagCodec.isName(declaration.getName())) {
            throw new IllegalArgumentException(
                    "\"%s\" is no name of a tag".formatted(ShortLine.value(declaration.getName())));
        }
        Long pinned = declaration.getPinned();
        return new TaughtFunction(
                new FunctionSpec(
                        declaration.getName(),
                        declaration.getTask() == TagTask.CLASSIFICATION ? Task.CLASSIFICATION : Task.REGRESSION,
                        declaration.getUnit(),
                        declaration.getClasses(),
                        PromptTemplate.parse(declaration.getTemplate())),
                pinned == null ? OptionalLong.empty() : OptionalLong.of(pinned),
                declaration.getShadow());
    }

    /** As a function goes on that nobody declared. */
    static TaughtFunction of(FunctionTag tag) {
        return new TaughtFunction(
                new FunctionSpec(tag.id().name(), tag.task(), tag.unit(), tag.classes(), tag.template()),
                OptionalLong.empty(),
                false);
    }

    public String name() {
        return spec.name();
    }

    /**
     * Stands for what its labels mean, in hexadecimal digits: two declarations with the same task, unit and classes have labels
     * that can be learned from together.
     */
    public String meaning() {
        StringBuilder text = new StringBuilder(spec.task().name());
        Stream.concat(Stream.of(spec.unit()), spec.classes().stream())
                .forEach(word -> text.append('\0').append(word));
        return Sha256.hex(text.toString()).substring(0, MEANING_DIGITS);
    }

    /** Whether a tag's numbers mean the same as this function's. */
    public boolean isMeasuredLike(FunctionTag tag) {
        return spec.task() == tag.task()
                && spec.unit().equals(tag.unit())
                && spec.classes().equals(tag.classes());
    }

    /** Whether a tag can be learned on for this function. */
    public boolean canGoOnFrom(FunctionTag tag) {
        return isMeasuredLike(tag)
                && spec.template().source().equals(tag.template().source());
    }
}
