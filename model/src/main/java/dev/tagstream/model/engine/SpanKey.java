package dev.tagstream.model.engine;

import dev.tagstream.model.prompt.SpanText;
import dev.tagstream.model.tag.TagId;

/**
 * What the keys and values of a span depend on, within one engine (one model, one tokenizer): the domain tag's exact version and
 * the data. Not its position, its neighbours or the function tag.
 */
record SpanKey(TagId tag, SpanText text) {}
