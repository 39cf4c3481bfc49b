package dev.tagstream.common.intake;

import dev.tagstream.tags.text.ShortLine;

/**
 * Makes one sentence of what CDK says of a SMILES. CDK repeats the text, which may be long, says what is wrong, and draws a
 * caret under the place on a third line.
 */
final class ParserComplaint {
    private static final int MAX_CHARACTERS = 200;

    private ParserComplaint() {}

    static String of(Throwable complaint, String smiles) {
        if (complaint instanceof StackOverflowError) {
            return "the molecule is too deeply nested";
        }
        String message = String.valueOf(complaint.getMessage());
        String repeated = "could not parse '" + smiles + "', ";
        String reason = message.startsWith(repeated) ? message.substring(repeated.length()) : message;
        int lineEnd = reason.indexOf('\n');
        String what = ShortLine.of(withoutEnd(lineEnd < 0 ? reason : reason.substring(0, lineEnd)), MAX_CHARACTERS);
        int caret = message.lastIndexOf('^');
        if (lineEnd < 0 || caret < 0) {
            return what;
        }
        int column = caret - message.lastIndexOf('\n', caret);
        return what + ", at character " + Math.min(column, smiles.length());
    }

    private static String withoutEnd(String text) {
        return text.endsWith(":") || text.endsWith("!") ? text.substring(0, text.length() - 1) : text;
    }
}
