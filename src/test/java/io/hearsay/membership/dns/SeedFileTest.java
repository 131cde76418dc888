package io.hearsay.membership.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.HostPort;
import io.hearsay.membership.docker.Containers;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeds from a file that somebody else writes. */
class SeedFileTest {
  @TempDir Path dir;

  private final Vertx vertx = Vertx.vertx();
  private final Resolver resolver =
      new Resolver(
          vertx, vertx.getOrCreateContext(), Optional.empty(), Containers.of(Optional.empty()));

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private Set<InetSocketAddress> resolved(Path file) throws Exception {
    return all(file).addresses();
  }

  private Resolved all(Path file) throws Exception {
    return resolver
        .resolve(HostPort.seed("file:" + file, 7946))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  @Test
  void entriesOfTheFileAreSeedsNowAndLater() throws Exception {
    var file = dir.resolve("seeds");
    assertThat(resolved(file)).isEmpty();
    Files.writeString(file, "# mine\n127.0.0.1 # the first\n[::1]:99\nnot a host\nfile:/x\n\n");
    assertThat(resolved(file))
        .containsExactlyInAnyOrder(
            new InetSocketAddress("127.0.0.1", 7946), new InetSocketAddress("::1", 99));
    Files.writeString(file, "127.0.0.2:1\n");
    assertThat(resolved(file)).containsExactly(new InetSocketAddress("127.0.0.2", 1));
  }

  @Test
  void whyAFileHasNoSeedsIsSaid() throws Exception {
    var file = dir.resolve("seeds");
    assertThat(all(file).problem()).startsWith("has no address: the file cannot be read");
    Files.writeString(file, "# none yet\n");
    assertThat(all(file).problem()).startsWith("has no address: no line of the file is a seed");
    Files.writeString(file, "no.such.host.invalid\ndocker:name=web:7946\n");
    assertThat(all(file).problem()).startsWith("has no address: no name in the file resolves");
    Files.writeString(file, "127.0.0.1\n");
    assertThat(all(file).problem()).isEmpty();
  }

  @Test
  void anOversizedFileIsIgnored() throws Exception {
    var file = dir.resolve("seeds");
    Files.writeString(file, "127.0.0.1\n".repeat(10_000));
    assertThat(resolved(file)).isEmpty();
  }
}
