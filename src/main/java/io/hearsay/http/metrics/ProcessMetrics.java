package io.hearsay.http.metrics;

import io.hearsay.process.ProcessStat;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The resources that this process uses, under the standard names of Prometheus' client libraries
 * ({@code process_*}, "Writing client libraries, process metrics"). Read from {@code /proc/self}
 * (proc(5)) on each scrape, and absent where that does not exist. The JVM's meters would say more,
 * but depend on its management beans, which would be a twentieth of the native binary.
 */
@Singleton
class ProcessMetrics {
  private static final Path SELF = Path.of("/proc/self");
  private static final double TICKS_A_SECOND = 100;
  private static final double BYTES_A_KIB = 1024;

  private final MeterRegistry registry;

  ProcessMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void register(@Observes StartupEvent event) {
    if (!Files.isDirectory(SELF)) {
      return;
    }
    FunctionCounter.builder("process.cpu.seconds", this, ProcessMetrics::cpuSeconds)
        .description("User and system processor time spent")
        .register(registry);
    gauge(
        "process.resident.memory.bytes", "Resident memory", m -> m.status("VmRSS:") * BYTES_A_KIB);
    gauge("process.threads", "Threads", m -> m.status("Threads:"));
    gauge("process.open.fds", "Open file descriptors", ProcessMetrics::descriptors);
    gauge("process.heap.bytes", "Java heap in use, what may be collected included", m -> heap());
    double startedAt = System.currentTimeMillis() / 1000.0;
    gauge("process.start.time.seconds", "Start, in seconds since 1970", m -> startedAt);
  }

  private void gauge(String name, String help, ToDoubleFunction<ProcessMetrics> value) {
    Gauge.builder(name, this, value).description(help).register(registry);
  }

  private static double heap() {
    var runtime = Runtime.getRuntime();
    return (double) runtime.totalMemory() - runtime.freeMemory();
  }

  private double cpuSeconds() {
    return ProcessStat.self().map(stat -> stat.ticks() / TICKS_A_SECOND).orElse(Double.NaN);
  }

  private double status(String field) {
    try (var lines = Files.lines(SELF.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private double descriptors() {
    try (Stream<Path> all = Files.list(SELF.resolve("fd"))) {
      return all.count();
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
