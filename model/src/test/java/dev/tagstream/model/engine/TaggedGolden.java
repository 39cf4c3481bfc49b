package dev.tagstream.model.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.file.SafetensorsFile;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.PromptTemplate.Segment;
import dev.tagstream.tags.prompt.SpanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * tagged.json and tagged.safetensors of one golden case. Sequences of segments become tasks; as each sequence brings its own
 * template text, a function name stands for a template with its tag.
 */
record TaggedGolden(SafetensorsFile expected, List<ScoringTask> tasks, List<Integer> trained, TagSet tags) {

    static TaggedGolden read(Path folder) throws IOException {
        SafetensorsFile expected = SafetensorsFile.open(folder.resolve("tagged.safetensors"));
        JsonNode json = new ObjectMapper().readTree(Files.readString(folder.resolve("tagged.json")));
        TagSet tags = TagSet.EMPTY;
        for (String domain : List.of("Protein", "SMILES")) {
            tags = tags.with(new DomainTag(new TagId(domain, 1, "0"), rows(expected, "tag." + domain)));
        }
        List<ScoringTask> tasks = new ArrayList<>();
        for (JsonNode sequence : json.get("sequences")) {
            List<Segment> segments = new ArrayList<>();
            List<SpanText> spans = new ArrayList<>();
            String function = "";
            for (JsonNode segment : sequence) {
                if (segment.has("text")) {
                    addText(segments, ids(segment.get("text")));
                } else if (segment.has("domain")) {
                    segments.add(new Segment.Span(segment.get("domain").asText()));
                    spans.add(new SpanText(segment.get("domain").asText(), ids(segment.get("data")), false));
                } else {
                    segments.add(new Segment.Function());
                    function = segment.get("function").asText();
                }
            }
            String name = function + " after " + segments.hashCode();
            tags = tags.with(function(expected, name, function, new PromptTemplate(name, segments)));
            tasks.add(new ScoringTask(name, spans));
        }
        List<Integer> trained = new ArrayList<>();
        json.get("trained").forEach(index -> trained.add(index.asInt()));
        return new TaggedGolden(expected, tasks, trained, tags);
    }

    private static void addText(List<Segment> segments, int[] ids) {
        boolean startsPrompt = segments.isEmpty();
        if (startsPrompt) {
            segments.add(new Segment.Bos());
        }
        StringBuilder text = new StringBuilder();
        for (int i = startsPrompt ? 1 : 0; i < ids.length; i++) {
            text.append((char) (ids[i] == 3 ? '\n' : ids[i] + 28)); // the golden tokenizer: one token a character
        }
        if (text.length() > 0) {
            segments.add(new Segment.Text(text.toString()));
        }
    }

    private static FunctionTag function(SafetensorsFile expected, String name, String tag, PromptTemplate template) {
        return new FunctionTag(
                new TagId(name, 1, "0"),
                List.of(new FunctionTag.Member(
                        rows(expected, "tag." + tag),
                        head(expected.tensor("head").read()))),
                0,
                1,
                "none",
                template);
    }

    static Rows head(float[] values) {
        return new Rows(1, values.length, values);
    }

    private static Rows rows(SafetensorsFile expected, String name) {
        int count = Math.toIntExact(expected.tensor(name).shape().get(0));
        int width = Math.toIntExact(expected.tensor(name).shape().get(1));
        return new Rows(count, width, expected.tensor(name).read());
    }

    private static int[] ids(JsonNode array) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.get(i).asInt();
        }
        return ids;
    }

    float[] predictions() {
        float[] predictions = new float[tasks.size()];
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] = expected.tensor("prediction." + i).read()[0];
        }
        return predictions;
    }
}
