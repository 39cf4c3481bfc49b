package dev.tagstream.model.prompt;

/**
 * What a kept block of keys and values depends on, within one engine (one model, one tokenizer). By content, not by place: neither
 * neighbours that come later nor function tags are part of it.
 */
public sealed interface BlockKey permits SpanKey, PrefixKey {
    /** The domain on whose account the block's bytes go. */
    String domain();
}
