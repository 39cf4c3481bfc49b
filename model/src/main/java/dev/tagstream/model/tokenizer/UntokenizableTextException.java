package dev.tagstream.model.tokenizer;

/** A text holds a character the tokenizer has no token for; the message names it and its place. */
public class UntokenizableTextException extends RuntimeException {
    public UntokenizableTextException(String message) {
        super(message);
    }
}
