package dev.tagstream.cli.model;

import dev.tagstream.model.checkpoint.RandomCheckpoint;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagFiles;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * A folder like mini-llama's, of any size, with untrained weights and tags: its numbers mean nothing, its costs do.
 *
 * @param checkpoint config.json and weights
 * @param tokenizer the folder whose tokenizer.json, and tokenizer_config.json where it has one, are copied
 * @param functions names of the function tags, each for a protein and a molecule
 * @param tagRows rows of every tag
 */
public record RandomModel(RandomCheckpoint checkpoint, Path tokenizer, List<String> functions, int tagRows) {
    private static final List<String> TOKENIZER_FILES = List.of("tokenizer.json", "tokenizer_config.json");
    private static final List<String> DOMAINS =
            Domain.ALL.stream().map(Domain::name).toList();
    private static final String TEMPLATE = "{bos}{Protein}\n{SMILES}\n{function}";
    /** As the embeddings, which are the rows a tag stands among. */
    private static final double TAG_DEVIATION = 0.02;
    /** Mean and standard deviation of mini-llama's labels, so that values look like theirs. */
    private static final double TARGET_MEAN = 6;

    private static final double TARGET_DEVIATION = 1;

    public RandomModel {
        functions = List.copyOf(functions);
    }

    /**
     * Writes the folder's files.
     *
     * @param progress told how many weights are written so far
     */
    public void write(Path folder, LongConsumer progress) throws IOException {
        for (String file : TOKENIZER_FILES) {
            if (Files.exists(tokenizer.resolve(file))) {
                Files.copy(tokenizer.resolve(file), folder.resolve(file));
            }
        }
        checkpoint.write(folder, progress);
        new TagFiles(
                        DOMAINS.stream().map(this::domain).toList(),
                        functions.stream().map(this::function).toList())
                .write(folder);
    }

    private DomainTag domain(String name) {
        return new DomainTag(id(name), rows("domain tag " + name, tagRows, TAG_DEVIATION));
    }

    private FunctionTag function(String name) {
        double unitReadOut = 1 / Math.sqrt(checkpoint.shape().hiddenSize()); // hidden states have unit mean square
        return new FunctionTag(
                id(name),
                List.of(new FunctionTag.Member(
                        rows("function tag " + name, tagRows, TAG_DEVIATION), rows("head " + name, 1, unitReadOut))),
                TARGET_MEAN,
                TARGET_DEVIATION,
                "pKi",
                PromptTemplate.parse(TEMPLATE));
    }

    private Rows rows(String what, int count, double standardDeviation) {
        Random random = RandomCheckpoint.random(checkpoint.seed(), what);
        int width = checkpoint.shape().hiddenSize();
        float[] values = new float[Math.multiplyExact(count, width)];
        RandomCheckpoint.fill(values, standardDeviation, random);
        return new Rows(count, width, values);
    }

    private static TagId id(String name) {
        return new TagId(name, 1, "");
    }
}
