/** A prompt as a chain of links: text, span, text, span, text, function tags (Tag-LLM, arXiv 2402.05140). */
@NullMarked
package dev.tagstream.model.prompt;

import org.jspecify.annotations.NullMarked;
