package dev.tagstream.client.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.RecordSender;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.TagVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What people decide about functions: writes declarations. */
public final class TagDecisions {
    private final KafkaConnection connection;

    public TagDecisions(KafkaConnection connection) {
        this.connection = connection;
    }

    /** Puts a declaration in force, dated now. */
    FunctionDeclaration declare(FunctionDeclaration.Builder declaration) {
        FunctionDeclaration decided = declaration
                .setDeclaredAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
        String topic = connection.topics().functions().name();
        try (RecordSender<FunctionDeclaration> sender = new RecordSender<>(connection, topic)) {
            sender.send(decided.getName(), decided);
            sender.flush();
        }
        return decided;
    }

    /** Keeps a version in use whatever is learned, or lets learning go on where it is null. */
    public FunctionDeclaration pin(FunctionCatalogue functions, String name, @Nullable Long version) {
        FunctionDeclaration.Builder declaration = functions
                .declaration(name)
                .map(FunctionDeclaration::newBuilder)
                .or(() -> functions.tags().function(name).map(TagDecisions::asItIs))
                .orElseThrow(() -> new TagstreamException(functions.unknown(name)));
        return declare(declaration.setPinned(version));
    }

    /** The declaration that a function tag without one implies. */
    private static FunctionDeclaration.Builder asItIs(TagVersion tag) {
        return FunctionDeclaration.newBuilder()
                .setName(tag.getName())
                .setTask(tag.getTask())
                .setUnit(String.valueOf(tag.getUnit()))
                .setClasses(tag.getClasses())
                .setTemplate(String.valueOf(tag.getTemplate()));
    }
}
