package dev.tagstream.fuzz;

import java.io.IOException;
import net.jqwik.api.Group;

/** The properties at every door. */
class DoorsFuzzTest {
    @Group
    class Requests extends DoorProperties {
        Requests() throws IOException {
            super(Doors.REQUEST);
        }
    }

    @Group
    class Results extends DoorProperties {
        Results() throws IOException {
            super(Doors.RESULT);
        }
    }

    @Group
    class Declarations extends DoorProperties {
        Declarations() throws IOException {
            super(Doors.DECLARATION);
        }
    }

    @Group
    class Tags extends DoorProperties {
        Tags() throws IOException {
            super(Doors.TAG);
        }
    }

    @Group
    class TagFiles extends DoorProperties {
        TagFiles() throws IOException {
            super(Doors.TAG_FILE);
        }
    }

    @Group
    class TagFolders extends DoorProperties {
        TagFolders() throws IOException {
            super(Doors.TAG_FOLDER);
        }
    }

    @Group
    class Smiles extends DoorProperties {
        Smiles() throws IOException {
            super(Doors.SMILES);
        }
    }

    @Group
    class SmiLibraries extends DoorProperties {
        SmiLibraries() throws IOException {
            super(Doors.SMI);
        }
    }

    @Group
    class Fasta extends DoorProperties {
        Fasta() throws IOException {
            super(Doors.FASTA);
        }
    }

    @Group
    class Csv extends DoorProperties {
        Csv() throws IOException {
            super(Doors.CSV);
        }
    }

    @Group
    class Gzip extends DoorProperties {
        Gzip() throws IOException {
            super(Doors.GZIP);
        }
    }

    @Group
    class Safetensors extends DoorProperties {
        Safetensors() throws IOException {
            super(Doors.SAFETENSORS);
        }
    }

    @Group
    class Checkpoints extends DoorProperties {
        Checkpoints() throws IOException {
            super(Doors.CHECKPOINT);
        }
    }

    @Group
    class Tokenizers extends DoorProperties {
        Tokenizers() throws IOException {
            super(Doors.TOKENIZER);
        }
    }

    @Group
    class SettingsFiles extends DoorProperties {
        SettingsFiles() throws IOException {
            super(Doors.SETTINGS);
        }
    }

    @Group
    class CommandLines extends DoorProperties {
        CommandLines() throws IOException {
            super(Doors.COMMAND_LINE);
        }
    }

    @Group
    class Http extends DoorProperties {
        Http() throws IOException {
            super(Doors.HTTP);
        }
    }
}
