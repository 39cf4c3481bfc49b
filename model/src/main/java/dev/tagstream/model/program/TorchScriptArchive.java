package dev.tagstream.model.program;

import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.tags.file.TensorSlice;
import dev.tagstream.tags.file.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs {@code llama.py} and the architecture of one checkpoint into a TorchScript archive in memory, what {@code
 * torch.jit.load} reads. The weights stay where they are: the archive holds their files and places, and the program maps them.
 */
public final class TorchScriptArchive {
    private static final String PROGRAM = "llama.py";
    // The file format's number; operators are those of the format's current version, so no upgrader runs.
    private static final String FORMAT_VERSION = "10\n";

    private TorchScriptArchive() {}

    /** The program of a checkpoint; it loads each weight with {@code load}, from files that must stay in place. */
    public static byte[] pack(Checkpoint checkpoint, String device, TensorType dtype) {
        return pack(checkpoint.config(), List.copyOf(checkpoint.tensors().values()), device, dtype);
    }

    /** The program of an architecture without files; each weight is given to it with {@code put}, in the order of its names. */
    public static byte[] pack(LlamaConfig config, String device, TensorType dtype) {
        return pack(config, List.of(), device, dtype);
    }

    private static byte[] pack(LlamaConfig config, List<TensorSlice> files, String device, TensorType dtype) {
        return zip(data(config, files, device, dtype), PROGRAM);
    }

    /** An archive of one object and the program of its class, a resource beside this class. */
    public static byte[] zip(byte[] data, String program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            add(zip, "data.pkl", data);
            add(zip, "code/__torch__.py", source(program));
            add(zip, "constants.pkl", new PickleWriter().emptyTuple().toBytes());
            add(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a zip in memory can't fail", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] source(String program) throws IOException {
        try (InputStream source = TorchScriptArchive.class.getResourceAsStream(program)) {
            if (source == null) {
                throw new IllegalStateException(program + " is not on the class path");
            }
            return source.readAllBytes();
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry("llama/" + name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] data(LlamaConfig config, List<TensorSlice> tensors, String device, TensorType dtype) {
        Map<String, List<Long>> shapes = Checkpoint.expectedShapes(config);
        return new PickleWriter()
                .object("__torch__", "Llama", pickle -> {
                    pickle.key("training").bool(false);
                    pickle.key("layers").integer(config.layers());
                    pickle.key("heads").integer(config.heads());
                    pickle.key("kv_heads").integer(config.keyValueHeads());
                    pickle.key("head_dim").integer(config.headDim());
                    pickle.key("scale").number(1 / Math.sqrt(config.headDim()));
                    pickle.key("eps").number(config.normEpsilon());
                    floats(pickle.key("frequencies"), config.rotary().frequencies());
                    pickle.key("dtype").integer(dtype.torchCode());
                    pickle.key("device").text(device);
                    texts(pickle.key("names"), List.copyOf(shapes.keySet()));
                    texts(
                            pickle.key("files"),
                            tensors.stream()
                                    .map(tensor ->
                                            tensor.file().toAbsolutePath().toString())
                                    .toList());
                    integers(
                            pickle.key("file_types"),
                            tensors.stream()
                                    .map(tensor -> (long) tensor.type().torchCode())
                                    .toList());
                    integers(
                            pickle.key("file_elements"),
                            tensors.stream()
                                    .map(TorchScriptArchive::elementsOfFile)
                                    .toList());
                    integers(
                            pickle.key("starts"),
                            tensors.stream()
                                    .map(tensor ->
                                            tensor.begin() / tensor.type().bytes())
                                    .toList());
                    pickle.key("shapes")
                            .list("List[List[int]]", List.copyOf(shapes.values()), shape -> integers(pickle, shape));
                    pickle.key("maps").emptyDictionary("Dict[str, Tensor]");
                    pickle.key("weights").emptyDictionary("Dict[str, Tensor]");
                    pickle.key("keys").emptyDictionary("Dict[int, Tensor]");
                    pickle.key("values").emptyDictionary("Dict[int, Tensor]");
                    pickle.key("scratch").emptyDictionary("Dict[str, Tensor]");
                })
                .toBytes();
    }

    private static long elementsOfFile(TensorSlice tensor) {
        try {
            return Files.size(tensor.file()) / tensor.type().bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void texts(PickleWriter pickle, List<String> values) {
        pickle.list("List[str]", values, pickle::text);
    }

    private static void integers(PickleWriter pickle, List<Long> values) {
        pickle.list("List[int]", values, pickle::integer);
    }

    private static void floats(PickleWriter pickle, float[] values) {
        List<Double> doubles = IntStream.range(0, values.length)
                .mapToObj(i -> (double) values[i])
                .toList();
        pickle.list("List[float]", doubles, pickle::number);
    }
}
