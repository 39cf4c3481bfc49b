package dev.tagstream.cli.doctor;

import static dev.tagstream.runtime.streams.KafkaSettings.APPLICATION_ID;
import static dev.tagstream.runtime.streams.KafkaSettings.BOOTSTRAP_SERVERS;
import static dev.tagstream.runtime.streams.KafkaSettings.STATE_DIR;

import dev.tagstream.cli.access.AccessCatalogue;
import dev.tagstream.cli.access.Role;
import dev.tagstream.cli.options.ServiceOptions;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.common.wire.TagKeys;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.tags.TagKeySettings;
import dev.tagstream.schemas.Topics;
import dev.tagstream.trainer.TrainerSettings;
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
            case PROCESSOR -> processor(ProcessorSettings.CATALOGUE.resolve(sources));
            case TRAINER -> trainer(TrainerSettings.CATALOGUE.resolve(sources));
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

    private static DoctorSubject processor(Settings settings) {
        Topics topics = KafkaSettings.topics(settings);
        return service(
                Role.PROCESSOR,
                settings,
                new TagKeys(TagKeySettings.trust(settings), Optional.empty()),
                new AccessCatalogue(topics, settings.get(APPLICATION_ID), AccessCatalogue.DEFAULT_TRAINER_ID));
    }

    private static DoctorSubject trainer(Settings settings) {
        Topics topics = KafkaSettings.topics(settings);
        return service(
                Role.TRAINER,
                settings,
                TagKeySettings.keys(settings),
                new AccessCatalogue(topics, AccessCatalogue.DEFAULT_PROCESSOR_ID, settings.get(APPLICATION_ID)));
    }

    private static DoctorSubject service(Role role, Settings settings, TagKeys keys, AccessCatalogue rights) {
        Map<String, Object> kafka = new HashMap<>(KafkaSettings.clients(settings));
        kafka.put("bootstrap.servers", settings.get(BOOTSTRAP_SERVERS));
        return new DoctorSubject(
                role,
                new KafkaConnection(kafka, KafkaSettings.registry(settings), KafkaSettings.topics(settings), keys),
                rights,
                Optional.of(new Service(
                        settings.get(EngineSettings.MODEL_DIR),
                        EngineSettings.options(settings),
                        settings.get(STATE_DIR))));
    }
}
