package dev.tagstream.client.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.schemas.Better;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.TagTask;
import dev.tagstream.tags.FunctionSpec;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A function to declare, so that feedback can teach it.
 *
 * @param better which of its values are wanted
 * @param shadow whether candidates are tried out beside the version in use
 * @param replace whether it may take the place of a declaration of the same name
 */
public record NewFunction(FunctionSpec spec, Better better, boolean shadow, boolean replace) {
    /** As the tags of the embedded model have it: the domains in order, a line each, then the function tag. */
    public static String usualTemplate(List<String> domains) {
        return domains.stream().map("{%s}\n"::formatted).collect(Collectors.joining("", "{bos}", "{function}"));
    }

    /** Puts it in force; {@link TagstreamException} if the tags in use or an earlier declaration stand against it. */
    public FunctionDeclaration declare(KafkaConnection connection) {
        FunctionCatalogue functions = FunctionCatalogue.read(connection);
        checkDomains(functions.tags());
        checkNew(functions);
        return new TagDecisions(connection)
                .declare(FunctionDeclaration.newBuilder()
                        .setName(spec.name())
                        .setTask(TagTask.valueOf(spec.task().name()))
                        .setUnit(spec.unit())
                        .setClasses(spec.classes())
                        .setBetter(better)
                        .setTemplate(spec.template().source())
                        .setPinned(functions
                                .declaration(spec.name())
                                .map(FunctionDeclaration::getPinned)
                                .orElse(null))
                        .setShadow(shadow));
    }

    private void checkDomains(TagCatalogue tags) {
        for (String domain : spec.template().domains()) {
            if (!tags.domainNames().contains(domain)) {
                throw new TagstreamException("%s needs the domain tag %s, which is not there; there are: %s."
                        .formatted(
                                spec.name(),
                                domain,
                                tags.domainNames().isEmpty() ? "none" : String.join(", ", tags.domainNames())));
            }
        }
    }

    private void checkNew(FunctionCatalogue functions) {
        if (functions.declaration(spec.name()).isPresent() && !replace) {
            throw new TagstreamException(
                    "%s is declared already; --replace replaces what was declared.".formatted(spec.name()));
        }
        functions.tagSpec(spec.name()).filter(inUse -> !inUse.equals(spec)).ifPresent(inUse -> {
            throw new TagstreamException(
                    "%s has a tag in use, in %s with the prompt \"%s\", and a declaration must say the same. Choose another name."
                            .formatted(
                                    spec.name(),
                                    inUse.unit(),
                                    inUse.template().source().replace("\n", "\\n")));
        });
    }
}
