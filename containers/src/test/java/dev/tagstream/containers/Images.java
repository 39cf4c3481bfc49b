package dev.tagstream.containers;

/** The images that the tests run: the project's own, built from this very build, and others' by the names of the compose file. */
final class Images {
    static final String KAFKA = "apache/kafka:4.3.1";
    static final String REGISTRY = "apicurio/apicurio-registry:3.0.9";

    /** Set where no image registry can be reached, see ci/stand-in-images. */
    static final boolean STAND_INS = System.getenv("STAND_IN_IMAGES") != null;

    private Images() {}

    /** The name of the project's image. */
    static String tagstream() {
        return Built.TAGSTREAM;
    }

    /** Built once for all tests, when the first of them asks. */
    private static final class Built {
        static final String TAGSTREAM = build();

        private static String build() {
            if (STAND_INS) {
                System.out.print(Command.output("ci/stand-in-images"));
            }
            return Command.output("deploy/image/build").strip();
        }
    }
}
