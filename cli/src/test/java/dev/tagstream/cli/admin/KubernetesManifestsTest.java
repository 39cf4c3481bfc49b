package dev.tagstream.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tagstream.cli.access.AccessCatalogue;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.schemas.Topics;
import dev.tagstream.trainer.TrainerSettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of {@code k8s/} by the types of their kinds, in which no field may stand that the kind does not have. */
class KubernetesManifestsTest {
    private static final Path MANIFESTS = Path.of("..", "k8s");
    private static final int PARTITIONS =
            Topics.withPrefix("").screeningRequests().partitions();

    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1 ConfigMap", ConfigMap.class,
            "v1 Service", Service.class,
            "apps/v1 StatefulSet", StatefulSet.class,
            "batch/v1 Job", Job.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class,
            "keda.sh/v1alpha1 ScaledObject", ScaledObject.class,
            "keda.sh/v1alpha1 TriggerAuthentication", TriggerAuthentication.class);

    /** The models keep what they do not know; here that is an error. */
    private static final YAMLMapper STRICT = YAMLMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    /** KEDA has no models in Java: these have the fields of its version 2 that are used here. */
    private record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, ScaledObjectSpec spec) {}

    private record ScaledObjectSpec(
            ScaleTarget scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            int pollingInterval,
            int cooldownPeriod,
            Advanced advanced,
            List<Trigger> triggers) {}

    private record ScaleTarget(String apiVersion, String kind, String name) {}

    private record Advanced(Scaler horizontalPodAutoscalerConfig) {}

    private record Scaler(HorizontalPodAutoscalerBehavior behavior) {}

    private record Trigger(
            String type,
            String name,
            Map<String, String> metadata,
            @Nullable Reference authenticationRef) {}

    private record Reference(String name) {}

    private record TriggerAuthentication(
            String apiVersion, String kind, ObjectMeta metadata, TriggerAuthenticationSpec spec) {}

    private record TriggerAuthenticationSpec(List<SecretTarget> secretTargetRef) {}

    private record SecretTarget(String parameter, String name, String key) {}

    private static List<Object> resources() throws IOException {
        List<Object> resources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(MANIFESTS)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".yaml"))
                    .filter(it -> !it.endsWith("kustomization.yaml") && !it.endsWith("engine.yaml"))
                    .sorted()
                    .toList()) {
                resources.addAll(parsed(Files.readString(file)));
            }
        }
        return resources;
    }

    private static List<Object> parsed(String yaml) throws IOException {
        List<Object> resources = new ArrayList<>();
        for (JsonNode document :
                STRICT.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll()) {
            String kind = document.path("apiVersion").asText() + " "
                    + document.path("kind").asText();
            assertThat(KINDS).as("kinds that there are models of").containsKey(kind);
            resources.add(STRICT.treeToValue(document, KINDS.get(kind)));
        }
        return resources;
    }

    private static <T> List<T> all(List<Object> resources, Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void everyManifestIsOfItsKind() throws IOException {
        assertThat(resources().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(KINDS.values());
    }

    @Test
    void aFieldThatTheKindDoesNotHaveIsRefused() throws IOException {
        String processor = Files.readString(MANIFESTS.resolve("base/processor.yaml"));
        assertThatThrownBy(() -> parsed(processor.replace("readOnlyRootFilesystem", "readOnlyRootFileSystem")))
                .hasMessageContaining("readOnlyRootFileSystem");
        assertThatThrownBy(() -> parsed(processor.replace("fsGroup: 10001", "fsGroup: many")))
                .hasMessageContaining("many");
        String scaling = Files.readString(MANIFESTS.resolve("components/keda/scaling.yaml"));
        assertThatThrownBy(() -> parsed(scaling.replace("  triggers:", "  replicas: 3\n  triggers:")))
                .hasMessageContaining("replicas");
        assertThatThrownBy(() -> parsed(scaling.replace("stabilizationWindowSeconds", "stabilizationSeconds")))
                .hasMessageContaining("stabilizationSeconds");
    }

    private static List<PodSpec> pods(List<Object> resources) {
        return Stream.concat(
                        all(resources, StatefulSet.class).stream()
                                .map(it -> it.getSpec().getTemplate().getSpec()),
                        all(resources, Job.class).stream()
                                .map(it -> it.getSpec().getTemplate().getSpec()))
                .toList();
    }

    @Test
    void podsRunAsNobodyAndWriteWhereTheyMust() throws IOException {
        List<PodSpec> pods = pods(resources());
        assertThat(pods).hasSize(3);
        for (PodSpec pod : pods) {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            for (Container container : pod.getContainers()) {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getVolumeMounts())
                        .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                        .extracting(mount -> mount.getMountPath())
                        .isSubsetOf("/tmp", "/var/lib/tagstream");
            }
        }
    }

    @Test
    void servicesAreProbedAndDrained() throws IOException {
        for (StatefulSet service : all(resources(), StatefulSet.class)) {
            PodSpec pod = service.getSpec().getTemplate().getSpec();
            Container container = pod.getContainers().get(0);
            assertThat(pod.getTerminationGracePeriodSeconds())
                    .as("longer than a close may take")
                    .isGreaterThan(60);
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
            assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/live");
            assertThat(service.getSpec().getVolumeClaimTemplates()).hasSize(1);
        }
    }

    /** With what the pod has besides: the image's settings and the model. */
    @Test
    void everySettingIsOneOfTheService() throws IOException {
        List<Object> resources = resources();
        Map<String, String> shared = all(resources, ConfigMap.class).get(0).getData();
        for (StatefulSet service : all(resources, StatefulSet.class)) {
            Map<String, String> environment = new HashMap<>(shared);
            for (EnvVar variable : service.getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .get(0)
                    .getEnv()) {
                environment.put(variable.getName(), variable.getValue() == null ? "pod-0" : variable.getValue());
            }
            for (String ofTheCommand :
                    List.of("TAGSTREAM_BOOTSTRAP_SERVER", "TAGSTREAM_SCHEMA_REGISTRY", "TAGSTREAM_COMMAND_CONFIG")) {
                assertThat(environment.remove(ofTheCommand)).as(ofTheCommand).isNotBlank();
            }
            List<SettingsSource> sources = List.of(
                    SettingsSource.commandLine(Map.of(
                            "bootstrap.servers",
                            "k:1",
                            "schema.registry.url",
                            "http://r",
                            "model.dir",
                            "/models/llama")),
                    SettingsSource.environment(environment));
            boolean processor = service.getMetadata().getName().endsWith("processor");
            assertThat(
                            processor
                                    ? ProcessorSettings.CATALOGUE
                                            .resolve(sources)
                                            .get(KafkaSettings.GROUP_INSTANCE_ID)
                                    : TrainerSettings.CATALOGUE.resolve(sources).get(KafkaSettings.GROUP_INSTANCE_ID))
                    .contains("pod-0");
        }
    }

    @Test
    void processorsScaleOnTheBacklogUpToThePartitions() throws IOException {
        List<Object> resources = resources();
        ScaledObject scaled = all(resources, ScaledObject.class).get(0);
        assertThat(scaled.spec().maxReplicaCount()).isEqualTo(PARTITIONS);
        assertThat(scaled.spec().scaleTargetRef().name()).isEqualTo("tagstream-processor");
        assertThat(scaled.spec().triggers()).extracting(Trigger::type).containsExactly("prometheus", "kafka");
        assertThat(scaled.spec().triggers().get(0).metadata().get("query")).isEqualTo("sum(tagstream_backlog)");
        Map<String, String> lag = scaled.spec().triggers().get(1).metadata();
        assertThat(lag)
                .containsEntry(
                        "topic", Topics.withPrefix("").screeningRequests().name())
                .containsEntry("consumerGroup", AccessCatalogue.DEFAULT_PROCESSOR_ID)
                .containsEntry("allowIdleConsumers", "false");
        assertThat(lag.get("bootstrapServers"))
                .isEqualTo(all(resources, ConfigMap.class).get(0).getData().get("TAGSTREAM_BOOTSTRAP_SERVER"));
        HorizontalPodAutoscalerBehavior behavior =
                scaled.spec().advanced().horizontalPodAutoscalerConfig().behavior();
        assertThat(behavior.getScaleDown().getStabilizationWindowSeconds())
                .isGreaterThan(behavior.getScaleUp().getStabilizationWindowSeconds());
        assertThat(behavior.getScaleDown().getPolicies().get(0).getValue()).isEqualTo(1);

        Job topics = all(resources, Job.class).get(0);
        List<String> arguments =
                topics.getSpec().getTemplate().getSpec().getContainers().get(0).getArgs();
        assertThat(arguments).containsSequence("--partitions", String.valueOf(PARTITIONS));
    }

    @Test
    void secretsAreNamedAndNeverWritten() throws IOException {
        List<Object> resources = resources();
        assertThat(pods(resources)).allSatisfy(pod -> assertThat(pod.getVolumes())
                .anySatisfy(volume -> assertThat(volume.getSecret()).isNotNull()));
        assertThat(all(resources, TriggerAuthentication.class).get(0).spec().secretTargetRef())
                .extracting(SecretTarget::name)
                .containsOnly("tagstream-scaling");
    }

    @Test
    void theMonitorFindsTheServices() throws IOException {
        List<Object> resources = resources();
        ServiceMonitor monitor = all(resources, ServiceMonitor.class).get(0);
        for (Service service : all(resources, Service.class)) {
            assertThat(service.getMetadata().getLabels())
                    .containsAllEntriesOf(monitor.getSpec().getSelector().getMatchLabels())
                    .containsKey(monitor.getSpec().getJobLabel());
            assertThat(service.getSpec().getPorts())
                    .extracting(port -> port.getName())
                    .contains(monitor.getSpec().getEndpoints().get(0).getPort());
        }
    }

    /** As kustomize makes them of base, components and patches. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void anOverlayGivesManifestsOfTheirKinds(String overlay) throws Exception {
        assumeThat(isThere("kubectl"))
                .as("kubectl, which has kustomize, is on the path")
                .isTrue();
        List<Object> resources = parsed(printed(
                "kubectl", "kustomize", MANIFESTS.resolve("overlays/" + overlay).toString()));
        assertThat(resources).hasSize(resources().size());
        for (Object resource : resources) {
            if (resource instanceof HasMetadata named) {
                assertThat(named.getMetadata().getNamespace()).isEqualTo("tagstream");
            }
        }
        for (StatefulSet service : all(resources, StatefulSet.class)) {
            Container container =
                    service.getSpec().getTemplate().getSpec().getContainers().get(0);
            Map<String, Quantity> limits = container.getResources().getLimits();
            assertThat(limits).containsKey("memory");
            assertThat(limits.containsKey("nvidia.com/gpu")).isEqualTo(overlay.equals("gpu"));
            assertThat(container.getEnv())
                    .filteredOn(variable -> variable.getName().equals("TAGSTREAM_DEVICE"))
                    .singleElement()
                    .satisfies(variable ->
                            assertThat(variable.getValue()).isEqualTo(overlay.equals("gpu") ? "cuda:0" : "cpu"));
            assertThat(container.getImage()).startsWith("tagstream:");
        }
    }

    private static boolean isThere(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    private static String printed(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text;
    }
}
