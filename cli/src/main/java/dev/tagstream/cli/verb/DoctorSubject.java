package dev.tagstream.cli.verb;

import dev.tagstream.cli.access.AccessCatalogue;
import dev.tagstream.cli.access.Role;
import dev.tagstream.common.wire.TagKeys;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.processor.ProcessorConfig;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.trainer.TrainerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the doctor looks at for one role.
 *
 * @param rights of all roles
 * @param service what only a service has
 */
record DoctorSubject(Role role, KafkaConnection connection, AccessCatalogue rights, Optional<Service> service) {
    /**
     * What a service stands on beside Kafka.
     *
     * @param engines one for each device
     */
    record Service(Path modelDir, List<EngineOptions> engines, Path stateDir) {}

    /** Throws {@link dev.tagstream.runtime.config.ConfigProblemsException} where a service would. */
    static DoctorSubject of(Role role, ServiceOptions options, Map<String, String> environment) {
        List<SettingsSource> sources = options.sources(environment);
        return switch (role) {
            case PROCESSOR -> processor(ProcessorConfig.resolve(sources));
            case TRAINER -> trainer(TrainerConfig.resolve(sources));
            default -> {
                KafkaConnection connection = options.connection.settle(environment);
                yield new DoctorSubject(
                        role,
                        connection,
                        new AccessCatalogue(
                                connection.topics(),
                                AccessCatalogue.DEFAULT_PROCESSOR_ID,
                                AccessCatalogue.DEFAULT_TRAINER_ID),
                        Optional.empty());
            }
        };
    }

    private static DoctorSubject processor(ProcessorConfig config) {
        return new DoctorSubject(
                Role.PROCESSOR,
                new KafkaConnection(
                        kafka(config.kafka(), config.bootstrapServers()),
                        config.registry(),
                        config.topics(),
                        new TagKeys(config.tagTrust(), Optional.empty())),
                new AccessCatalogue(config.topics(), config.applicationId(), AccessCatalogue.DEFAULT_TRAINER_ID),
                Optional.of(new Service(config.modelDir(), config.engineOptions(), config.stateDir())));
    }

    private static DoctorSubject trainer(TrainerConfig config) {
        return new DoctorSubject(
                Role.TRAINER,
                new KafkaConnection(
                        kafka(config.kafka(), config.bootstrapServers()),
                        config.registry(),
                        config.topics(),
                        config.tagKeys()),
                new AccessCatalogue(config.topics(), AccessCatalogue.DEFAULT_PROCESSOR_ID, config.applicationId()),
                Optional.of(new Service(config.modelDir(), List.of(config.engineOptions()), config.stateDir())));
    }

    private static Map<String, Object> kafka(Map<String, Object> settings, String bootstrapServers) {
        Map<String, Object> kafka = new HashMap<>(settings);
        kafka.put("bootstrap.servers", bootstrapServers);
        return kafka;
    }
}
