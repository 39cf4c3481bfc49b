package dev.tagstream.fuzz.door;

import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.fuzz.ScratchFile;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.runtime.config.ConfigProblemsException;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.streams.KafkaSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A properties file of the processor. */
public final class SettingsDoor implements Door {
    private final ScratchFile file = ScratchFile.named("processor.properties");

    public SettingsDoor() throws IOException {}

    @Override
    public Answer take(byte[] input) throws IOException {
        try {
            Settings settings = ProcessorSettings.CATALOGUE.resolve(List.of(SettingsSource.file(file.write(input))));
            EngineSettings.options(settings);
            KafkaSettings.topics(settings);
            return Answer.accepted();
        } catch (ConfigProblemsException e) {
            // Problems are printed one a line, and may be many.
            return Answer.refused(e.problems().get(0));
        }
    }

    @Override
    public List<byte[]> examples() {
        return Door.texts("""
                # a processor
                bootstrap.servers=127.0.0.1:9092
                schema.registry.url: http://127.0.0.1:8081
                model.dir = /models/mini\\
                    -llama
                batch.max.age.ms=5
                kafka.retries=3
                registry.basic.auth.user.info=a:b
                device=cuda:0,cuda:1
                """);
    }

    @Override
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>(Door.texts(
                "\n",
                "\r\n",
                "=",
                ":",
                "#",
                "!",
                "\\",
                "\\\\",
                "\\u0041",
                "\\u00",
                "\\n",
                "kafka.",
                "registry.",
                "\u0000",
                "-1",
                "1e9",
                "99999999999999999999",
                "true",
                ",",
                "cpu",
                "exactly_once_v2",
                "1024",
                "0",
                " ",
                "\t"));
        ProcessorSettings.CATALOGUE.settings().forEach(setting -> words.add(Door.bytes("\n" + setting.key() + "=")));
        words.add(new byte[] {(byte) 0xff});
        return words;
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        return Map.of(
                new Hostile("a file of 8 MB", Answer.REFUSED),
                Door.bytes("# \n".repeat(8 << 20)),
                new Hostile("a key of 200,000 letters", Answer.REFUSED),
                Door.bytes("k".repeat(200_000) + "=1"),
                new Hostile("a value of 200,000 letters", Answer.REFUSED),
                Door.bytes("batch.max.age.ms=" + "1".repeat(200_000)),
                new Hostile("a line continued 200,000 times", Answer.REFUSED),
                Door.bytes("a\\\n".repeat(200_000)));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
