package dev.tagstream.tags.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.tags.text.ShortLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The directory of one safetensors file: an 8-byte length, that much JSON, then the tensors' bytes. Every offset is checked
 * against the file before anything is mapped.
 */
public final class SafetensorsFile {
    private static final int LENGTH_BYTES = 8;

    /** Bytes of a header; a LLaMA of 405 billion parameters in one file would have 150 kB. */
    public static final long MAX_HEADER_BYTES = 4L << 20;

    /** Words, numbers and brackets of a header; a tensor has about 16. What they become in memory is twenty times their bytes. */
    public static final long MAX_HEADER_TOKENS = 500_000;

    /** Dimensions of a tensor; weights have two. */
    public static final int MAX_DIMENSIONS = 8;

    private static final int DEPTH = 8;
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxTokenCount(MAX_HEADER_TOKENS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path path;
    private final Map<String, TensorSlice> tensors;

    private SafetensorsFile(Path path, Map<String, TensorSlice> tensors) {
        this.path = path;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /** Reads the header; throws {@link CheckpointException} if it does not describe this file. */
    public static SafetensorsFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new CheckpointException("%s: no such file".formatted(path));
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            long headerLength = readHeaderLength(path, channel, size);
            JsonNode header = readHeader(path, channel, (int) headerLength);
            long dataStart = LENGTH_BYTES + headerLength;
            Map<String, TensorSlice> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : header.properties()) {
                if (!field.getKey().equals("__metadata__")) {
                    tensors.put(field.getKey(), slice(path, field.getKey(), field.getValue(), dataStart, size));
                }
            }
            refuseOverlaps(path, tensors.values().stream().toList());
            return new SafetensorsFile(path, tensors);
        } catch (IOException e) {
            throw new CheckpointException("%s: can't be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    public Path path() {
        return path;
    }

    /** In the order of the header. */
    public Map<String, TensorSlice> tensors() {
        return tensors;
    }

    /** The tensor of that name; throws {@link CheckpointException} naming the file if there is none. */
    public TensorSlice tensor(String name) {
        TensorSlice slice = tensors.get(name);
        if (slice == null) {
            throw new CheckpointException("%s: no tensor %s; it holds %s".formatted(path, name, tensors.keySet()));
        }
        return slice;
    }

    private static long readHeaderLength(Path path, FileChannel channel, long size) throws IOException {
        if (size < LENGTH_BYTES) {
            throw new CheckpointException("%s: not a safetensors file: %d bytes, and the header's length alone takes %d"
                    .formatted(path, size, LENGTH_BYTES));
        }
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (length.hasRemaining() && channel.read(length, length.position()) >= 0) {}
        long headerLength = length.getLong(0);
        if (headerLength < 2 || headerLength > size - LENGTH_BYTES) {
            throw new CheckpointException(
                    "%s: truncated or not a safetensors file: the header says it is %s bytes long, the file has %d after it starts"
                            .formatted(path, Long.toUnsignedString(headerLength), size - LENGTH_BYTES));
        }
        if (headerLength > MAX_HEADER_BYTES) {
            throw new CheckpointException(
                    "%s: a header of %d bytes is over the limit of %d".formatted(path, headerLength, MAX_HEADER_BYTES));
        }
        return headerLength;
    }

    private static JsonNode readHeader(Path path, FileChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, LENGTH_BYTES + bytes.position()) >= 0) {}
        try {
            JsonNode header = JSON.readTree(bytes.array());
            if (header.isObject()) {
                return header;
            }
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    "%s: the safetensors header is not JSON: %s".formatted(path, e.getOriginalMessage()), e);
        }
        throw new CheckpointException("%s: the safetensors header is not a JSON object".formatted(path));
    }

    private static TensorSlice slice(Path path, String name, JsonNode entry, long dataStart, long fileSize) {
        String dtype = entry.path("dtype").asText();
        List<Long> shape = longs(path, name, entry.path("shape"), "shape");
        List<Long> offsets = longs(path, name, entry.path("data_offsets"), "data_offsets");
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw new CheckpointException(
                    "%s: tensor %s: data_offsets %s are not a begin and an end".formatted(path, name, offsets));
        }
        TensorType type = Arrays.stream(TensorType.values())
                .filter(known -> known.name().equals(dtype))
                .findFirst()
                .orElseThrow(() -> new CheckpointException("%s: tensor %s has dtype %s; supported are %s"
                        .formatted(path, name, ShortLine.value(dtype), Arrays.toString(TensorType.values()))));
        long dataSize = fileSize - dataStart;
        if (offsets.get(1) > dataSize) {
            throw new CheckpointException("%s: truncated: tensor %s ends at data byte %d, the file has %d"
                    .formatted(path, name, offsets.get(1), dataSize));
        }
        TensorSlice slice =
                new TensorSlice(name, type, shape, path, dataStart + offsets.get(0), dataStart + offsets.get(1));
        long bytes = offsets.get(1) - offsets.get(0);
        if (product(shape, type.bytes()) != bytes) {
            throw new CheckpointException("%s: tensor %s: shape %s of %s needs %s bytes, its offsets span %d"
                    .formatted(path, name, shape, type, productText(shape, type.bytes()), bytes));
        }
        return slice;
    }

    private static List<Long> longs(Path path, String name, JsonNode array, String field) {
        if (array.size() > MAX_DIMENSIONS) {
            throw new CheckpointException("%s: tensor %s: %s has %,d numbers, allowed are %d"
                    .formatted(path, name, field, array.size(), MAX_DIMENSIONS));
        }
        List<Long> values = new ArrayList<>();
        for (JsonNode value : array) {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw new CheckpointException(
                        "%s: tensor %s: %s holds %s, not a size".formatted(path, name, field, ShortLine.value(value)));
            }
            values.add(value.longValue());
        }
        if (!array.isArray()) {
            throw new CheckpointException("%s: tensor %s has no %s".formatted(path, name, field));
        }
        return values;
    }

    /** -1 where the product does not fit a long. */
    private static long product(List<Long> shape, long factor) {
        long product = factor;
        for (long dimension : shape) {
            if (dimension != 0 && product > Long.MAX_VALUE / dimension) {
                return -1;
            }
            product *= dimension;
        }
        return product;
    }

    private static String productText(List<Long> shape, long factor) {
        long product = product(shape, factor);
        return product < 0 ? "more than 2^63" : Long.toString(product);
    }

    private static void refuseOverlaps(Path path, List<TensorSlice> slices) {
        List<TensorSlice> sorted = slices.stream()
                .filter(slice -> slice.begin() < slice.end())
                .sorted(Comparator.comparingLong(TensorSlice::begin))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            TensorSlice left = sorted.get(i - 1);
            TensorSlice right = sorted.get(i);
            if (right.begin() < left.end()) {
                throw new CheckpointException("%s: tensors %s (bytes %d to %d) and %s (bytes %d to %d) overlap"
                        .formatted(
                                path, left.name(), left.begin(), left.end(), right.name(), right.begin(), right.end()));
            }
        }
    }
}
