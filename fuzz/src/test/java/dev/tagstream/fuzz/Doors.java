package dev.tagstream.fuzz;

import dev.tagstream.fuzz.door.CheckpointDoor;
import dev.tagstream.fuzz.door.CommandLineDoor;
import dev.tagstream.fuzz.door.CsvDoor;
import dev.tagstream.fuzz.door.DeclarationDoor;
import dev.tagstream.fuzz.door.FastaDoor;
import dev.tagstream.fuzz.door.HttpDoor;
import dev.tagstream.fuzz.door.LibraryDoor;
import dev.tagstream.fuzz.door.RequestDoor;
import dev.tagstream.fuzz.door.ResultDoor;
import dev.tagstream.fuzz.door.SafetensorsDoor;
import dev.tagstream.fuzz.door.SettingsDoor;
import dev.tagstream.fuzz.door.SmilesDoor;
import dev.tagstream.fuzz.door.TagDoor;
import dev.tagstream.fuzz.door.TagFileDoor;
import dev.tagstream.fuzz.door.TagFolderDoor;
import dev.tagstream.fuzz.door.TokenizerDoor;
import dev.tagstream.schemas.AvroLimits;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** Every door there is. */
enum Doors {
    REQUEST("a record of screening-requests", RequestDoor::new),
    RESULT("a record of assay-results", ResultDoor::new),
    DECLARATION("a record of functions", DeclarationDoor::new),
    TAG("a record of domain-tags, function-tags or tag-history", TagDoor::new),
    TAG_FILE("a file for tags import", TagFileDoor::new),
    TAG_FOLDER("a folder of trained tags", TagFolderDoor::new),
    SMILES("a SMILES", SmilesDoor::new),
    SMI("a .smi library", LibraryDoor::plain),
    FASTA("a FASTA file", FastaDoor::new),
    CSV("a CSV of a library, of pairs, of labelled examples, of measured values", CsvDoor::new),
    GZIP("a .smi.gz library", LibraryDoor::packed),
    SAFETENSORS("a safetensors file", SafetensorsDoor::new),
    CHECKPOINT("config.json and index of a checkpoint", CheckpointDoor::new),
    TOKENIZER("tokenizer.json", TokenizerDoor::new),
    SETTINGS("a settings file", SettingsDoor::new),
    HTTP("a connection to metrics and health", HttpDoor::new),
    COMMAND_LINE("the command line", CommandLineDoor::new);

    private interface Opening {
        Door open() throws IOException;
    }

    private final String what;
    private final Opening opening;

    Doors(String what, Opening opening) {
        this.what = what;
        this.opening = opening;
    }

    /** In folder names and tables. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Doors titled(String title) {
        return Arrays.stream(values())
                .filter(door -> door.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    /** What comes in, in words. */
    String what() {
        return what;
    }

    Door open() throws IOException {
        AvroLimits.apply(); // as every program does first
        return opening.open();
    }

    /** A watch at a door through which the good inputs have gone already, so that no measurement holds the loading of classes. */
    Watch watched(Door door, String way) throws IOException {
        for (byte[] example : door.examples()) {
            Answer answer = door.take(example);
            if (!answer.code().equals(Answer.ACCEPTED)) {
                throw new AssertionError("an example of door %s is refused: %s".formatted(title(), answer));
            }
        }
        return new Watch(door, title(), way);
    }
}
