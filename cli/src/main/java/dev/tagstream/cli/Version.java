package dev.tagstream.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version and the commit that the build was made of, and the Java that runs it. */
final class Version implements IVersionProvider {
    private static final String UNKNOWN = "unknown";

    @Override
    public String[] getVersion() throws IOException {
        Properties built = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                built.load(in);
            }
        }
        return new String[] {sentence(built), "Java " + Runtime.version()};
    }

    /** For instance {@code tagstream 0.1.0, commit 1f2e3d4c5b}; the commit is unknown to a source tree without its history. */
    static String sentence(Properties built) {
        String commit = built.getProperty("commit", UNKNOWN);
        return "tagstream %s, %s"
                .formatted(
                        built.getProperty("version", "of an unknown version"),
                        commit.equals(UNKNOWN) ? "unknown commit" : "commit " + commit);
    }
}
