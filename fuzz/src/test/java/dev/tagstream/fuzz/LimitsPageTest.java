package dev.tagstream.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.client.files.FileLimits;
import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.console.state.ConsoleLimits;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.schemas.AvroLimits;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagFiles;
import dev.tagstream.tags.file.JsonFile;
import dev.tagstream.tags.file.SafetensorsFile;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One page has every limit, with the number that the program uses. */
class LimitsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "limits.md");

    private record Limit(String door, String what, String most, String reason) {
        static Limit of(String door, String what, long most, String reason) {
            return new Limit(door, what, "%,d".formatted(most), reason);
        }

        static Limit set(String door, String what, String setting, String reason) {
            String value = ProcessorSettings.CATALOGUE.settings().stream()
                    .filter(it -> it.key().equals(setting))
                    .flatMap(it -> it.byDefault().stream())
                    .findFirst()
                    .orElseThrow();
            return new Limit(door, what, "%,d, `%s`".formatted(Long.parseLong(value), setting), reason);
        }

        String row() {
            return "| %s | %s | %s | %s |".formatted(door, what, most, reason);
        }
    }

    private static List<Limit> limits() {
        return List.of(
                Limit.set(
                        "record",
                        "bytes of key, value and headers",
                        "record.max.bytes",
                        "holds the longest protein and SMILES with 8 kB for the rest; more is refused before it is decoded"),
                Limit.of(
                        "record",
                        "bytes of a field",
                        AvroLimits.FIELD_BYTES,
                        "Avro reserves what a length says before it looks for the bytes; the largest tag version has 8 MB"),
                Limit.of(
                        "record",
                        "items of a list or map",
                        AvroLimits.ITEMS,
                        "the same; the longest of ours are a tag's offsets"),
                Limit.set(
                        "request, result",
                        "characters of a SMILES",
                        "smiles.max.length",
                        "the largest drugs have some hundreds; canonical forms take time that grows faster than length"),
                Limit.of(
                        "request, result",
                        "atoms of a molecule",
                        IntakeLimits.ATOMS,
                        "a macrocyclic peptide has some hundreds"),
                Limit.set(
                        "request, result",
                        "residues of a protein",
                        "protein.max.length",
                        "all but a few of the known proteins are shorter; the model reads its first tokens only"),
                Limit.of(
                        "request, result",
                        "characters of an identifier",
                        IntakeLimits.ID_LENGTH,
                        "a UUID, a path or an InChIKey with a prefix; request and result ids may have three times as many"),
                Limit.of("request", "functions", IntakeLimits.FUNCTIONS, "each is an outcome of its own"),
                Limit.of(
                        "tag, declaration",
                        "characters of a template",
                        PromptTemplate.MAX_CHARACTERS,
                        "those in use have some tens"),
                Limit.of(
                        "tag, declaration",
                        "slots of a template",
                        PromptTemplate.MAX_SLOTS,
                        "each is looked up for every task"),
                Limit.of("tag, declaration", "classes", FunctionTag.MAX_CLASSES, "each is a row of the head"),
                Limit.of(
                        "tag, declaration",
                        "characters of a unit or a class's name",
                        FunctionTag.MAX_NAME,
                        "they stand in tables"),
                Limit.of("tag", "members", FunctionTag.MAX_MEMBERS, "as `tag.members` allows"),
                Limit.of("tag", "rows", FunctionTag.MAX_ROWS, "as `tag.rows` allows; each lengthens every prompt"),
                Limit.of("tag", "rank of low-rank updates", FunctionTag.MAX_RANK, "as `tag.low.rank` allows"),
                Limit.of("tag", "parents", TagCodec.MAX_PARENTS, "one for each slot of a template"),
                Limit.of("tag", "metrics of the evaluation", TagCodec.MAX_METRICS, "those in use have ten"),
                Limit.of(
                        "tag",
                        "characters of fingerprints, origin and names of parents and metrics",
                        TagCodec.MAX_TEXT,
                        "they are kept and printed"),
                Limit.of(
                        "tag folder",
                        "numbers of a tensor",
                        TagFiles.MAX_VALUES,
                        "16 MB, twice what a version may take on its topic"),
                Limit.of(
                        "tag file",
                        "bytes",
                        FileLimits.TAG_FILE_BYTES,
                        "four times what a version may take on its topic"),
                Limit.of("tag file", "bytes unpacked", FileLimits.TAG_UNPACKED_BYTES, "as a field of a record"),
                Limit.of(
                        "safetensors",
                        "bytes of the header",
                        SafetensorsFile.MAX_HEADER_BYTES,
                        "a LLaMA of 405 billion parameters in one file would have 150 kB"),
                Limit.of(
                        "safetensors",
                        "words, numbers and brackets of the header",
                        SafetensorsFile.MAX_HEADER_TOKENS,
                        "30,000 tensors; in memory they take twenty times their bytes"),
                Limit.of("safetensors", "dimensions of a tensor", SafetensorsFile.MAX_DIMENSIONS, "weights have two"),
                Limit.of("config.json, tags.json", "bytes", JsonFile.MAX_BYTES, "they have some kB"),
                Limit.of(
                        "index of a checkpoint",
                        "bytes",
                        JsonFile.MAX_INDEX_BYTES,
                        "that of the largest LLaMA has 100 kB"),
                Limit.of(
                        "tokenizer.json",
                        "bytes",
                        JsonFile.MAX_TOKENIZER_BYTES,
                        "LLaMA 3 has 9 MB, the largest known 35 MB"),
                Limit.of(
                        "all JSON files",
                        "objects and lists within each other",
                        JsonFile.MAX_DEPTH,
                        "a tokenizer.json has ten"),
                Limit.of("config.json", "hidden_size", LlamaConfig.MAX_WIDTH, "the largest LLaMA has 16,384"),
                Limit.of("config.json", "num_hidden_layers", LlamaConfig.MAX_LAYERS, "the largest LLaMA has 126"),
                Limit.of(
                        "config.json",
                        "num_attention_heads, head_dim",
                        LlamaConfig.MAX_HEADS,
                        "the largest LLaMA has 128 of 128"),
                Limit.of(
                        "config.json",
                        "intermediate_size",
                        LlamaConfig.MAX_INTERMEDIATE,
                        "the largest LLaMA has 53,248"),
                Limit.of(
                        "config.json, tokenizer.json",
                        "vocab_size, and ids of tokens",
                        LlamaConfig.MAX_VOCABULARY,
                        "the largest vocabularies have 260,000"),
                Limit.of(
                        "config.json",
                        "max_position_embeddings",
                        LlamaConfig.MAX_POSITIONS,
                        "ten million were announced"),
                Limit.of(
                        "library, CSV, FASTA",
                        "characters of a line",
                        FileLimits.LINE_CHARACTERS,
                        "one line is in memory"),
                Limit.of(
                        "library, CSV, FASTA in .gz",
                        "bytes unpacked, or a hundred times the file's if that is more",
                        FileLimits.UNPACKED_BYTES,
                        "tables of molecules shrink to a tenth; gzip can make a thousand bytes of one"),
                Limit.of(
                        "CSV",
                        "characters of a row over several lines",
                        FileLimits.QUOTED_CHARACTERS,
                        "a quote that is never closed costs so much of the file"),
                Limit.of("CSV", "columns", FileLimits.COLUMNS, "exports of assay databases have some hundreds"),
                Limit.of(
                        "CSV",
                        "characters of a value, relation or time",
                        FileLimits.VALUE_CHARACTERS,
                        "a double has 17 digits"),
                Limit.of("library, FASTA", "characters of an id", IntakeLimits.ID_LENGTH, "as in a request"),
                Limit.of("FASTA", "residues of a protein", FileLimits.RESIDUES, "three times the longest known"),
                Limit.of("FASTA", "residues in all", FileLimits.FASTA_RESIDUES, "they are in memory"),
                Limit.of(
                        "FASTA",
                        "proteins",
                        FileLimits.PROTEINS,
                        "each multiplies the library; a proteome has some ten thousand"),
                Limit.of("settings file", "bytes", SettingsSource.MAX_FILE_BYTES, "one with every setting has 20 kB"),
                Limit.of(
                        "console",
                        "libraries",
                        ConsoleLimits.LIBRARIES,
                        "they are in memory; one that something happens to takes the place of the oldest"),
                Limit.of(
                        "console",
                        "highest compounds of a library and function",
                        ConsoleLimits.TOP_COMPOUNDS,
                        "they are drawn; `tagstream results` has all"),
                Limit.of(
                        "console", "functions, of a library and in all", ConsoleLimits.FUNCTIONS, "they are in memory"),
                Limit.of(
                        "console",
                        "reasons of rejection",
                        ConsoleLimits.REASONS,
                        "there are some tens; what a foreign writer makes up is bounded so"),
                Limit.of(
                        "console",
                        "versions of a function",
                        ConsoleLimits.VERSIONS,
                        "the latest; `tags history` has all"),
                Limit.of(
                        "console",
                        "verdicts on a function",
                        ConsoleLimits.VERDICTS,
                        "the latest; gate-verdicts has all"),
                Limit.of("console", "characters of a name or message", ConsoleLimits.TEXT, "the rest is cut off"),
                Limit.of(
                        "console",
                        "atoms of a molecule that is drawn",
                        ConsoleLimits.DRAWN_ATOMS,
                        "larger ones show their SMILES"),
                Limit.of("console", "drawings", ConsoleLimits.DRAWINGS, "five kilobytes each"));
    }

    @Test
    void isPrintedInTheDocumentation() throws Exception {
        StringBuilder page = new StringBuilder("""
                # Limits

                What may come in at most, and why. Printed from the program's own numbers; a test compares this page with it. A number
                with the name of a setting is its default. What is over a limit is refused with a code or a sentence (a record goes to
                `rejected-records`), and the rest goes on. `docs/reliability.md` says what was tried.

                | where | what | at most | why |
                |---|---|---|---|
                """);
        limits().forEach(limit -> page.append(limit.row()).append('\n'));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("print it anew with -Ddocs.write=true").content().isEqualTo(page.toString());
    }
}
