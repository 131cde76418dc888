package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.apply.ServerTable;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server is redeployed at another address and another one leaves while HAProxy cannot be
 * reloaded, for various reasons.
 */
class ImpossibleReloadTest {
  private static final Duration IN_TIME = Duration.ofSeconds(1);

  @TempDir Path dir;
  private TestBalancer test;
  private SmallDisk disk;

  @AfterEach
  void stop() throws Exception {
    if (test != null) {
      test.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  /** What makes a reload impossible. */
  enum Cause {
    BAD_CERTIFICATE {
      @Override
      String template(ImpossibleReloadTest t) throws Exception {
        certificate(Files.createDirectory(t.dir.resolve("certs")).resolve("a.pem"));
        return block(
            "frontend",
            "bind 127.11.1.1:%d ssl crt %s/"
                .formatted(TestBalancer.freePort(), t.dir.resolve("certs")));
      }

      @Override
      void arises(ImpossibleReloadTest t) throws Exception {
        Files.writeString(t.dir.resolve("certs/other.pem"), "junk");
      }

      @Override
      void goes(ImpossibleReloadTest t) throws Exception {
        Files.delete(t.dir.resolve("certs/other.pem"));
      }
    },
    MISSING_ERROR_FILE {
      @Override
      String template(ImpossibleReloadTest t) throws Exception {
        goes(t);
        return block("frontend", "errorfile 503 " + t.dir.resolve("503.http"));
      }

      @Override
      void arises(ImpossibleReloadTest t) throws Exception {
        Files.delete(t.dir.resolve("503.http"));
      }

      @Override
      void goes(ImpossibleReloadTest t) throws Exception {
        Files.writeString(
            t.dir.resolve("503.http"), "HTTP/1.0 503 No\r\nContent-Length: 0\r\n\r\n");
      }
    },
    MISSING_MAP {
      @Override
      String template(ImpossibleReloadTest t) throws Exception {
        goes(t);
        return block("frontend", "http-request set-header x %%[path,map(%s,n)]".formatted(map(t)));
      }

      @Override
      void arises(ImpossibleReloadTest t) throws Exception {
        Files.delete(map(t));
      }

      @Override
      void goes(ImpossibleReloadTest t) throws Exception {
        Files.writeString(map(t), "/a b\n");
      }

      private Path map(ImpossibleReloadTest t) {
        return t.dir.resolve("a.map");
      }
    },
    FULL_DISK {
      @Override
      String template(ImpossibleReloadTest t) throws Exception {
        t.disk = new SmallDisk(t.dir.resolve("small"));
        return "{#include built-in}{/include}\n";
      }

      @Override
      void arises(ImpossibleReloadTest t) throws Exception {
        t.disk.fill();
      }

      @Override
      void goes(ImpossibleReloadTest t) throws Exception {
        t.disk.free();
      }
    },
    TEMPLATE_FOR_SOME_MEMBERS {
      @Override
      String template(ImpossibleReloadTest t) {
        return block("frontend", "use_backend canary if { req.hdr(x-canary) -m found }");
      }

      @Override
      void arises(ImpossibleReloadTest t) {
        t.canary = false;
      }

      @Override
      void goes(ImpossibleReloadTest t) {
        t.canary = true;
      }
    };

    abstract String template(ImpossibleReloadTest t) throws Exception;

    abstract void arises(ImpossibleReloadTest t) throws Exception;

    abstract void goes(ImpossibleReloadTest t) throws Exception;
  }

  private boolean canary = true;
  private int canaryPort;

  private static String block(String name, String line) {
    return "{#include built-in}{#%s}\n    %s\n{/%s}{/include}\n".formatted(name, line, name);
  }

  private static void certificate(Path file) throws Exception {
    var key = file.resolveSibling("../key");
    var made =
        new ProcessBuilder(
                "sh",
                "-c",
                "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=a.example -keyout "
                    + "\"$0\" -out \"$1\" && cat \"$0\" >> \"$1\"",
                key.toString(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(made.exitValue()).isZero();
  }

  private ClusterView view(boolean more, Member... webs) {
    var all = new java.util.ArrayList<>(java.util.List.of(webs));
    all.add(
        Views.web(
            "c",
            canaryPort,
            canary ? MemberStatus.ALIVE : MemberStatus.LEFT,
            Map.of("service", "canary", "path", "/c")));
    if (more) {
      all.add(
          Views.web("n", canaryPort, MemberStatus.ALIVE, Map.of("service", "new", "path", "/n")));
    }
    return Views.of(all.toArray(Member[]::new));
  }

  /** Whether HAProxy itself sends requests to that port, as a server of that name. */
  private boolean serves(String name, int port) {
    try {
      var row = ServerTable.of(test.settings.socket()).get("web/" + name);
      return row != null && row.startsWith("127.0.0.1:" + port + " weight 100 op 2 admin 0 ");
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_CERTIFICATE,true,false",
    "BAD_CERTIFICATE,false,true",
    "BAD_CERTIFICATE,true,true",
    "MISSING_ERROR_FILE,true,false",
    "MISSING_ERROR_FILE,false,true",
    "MISSING_MAP,false,true",
    "FULL_DISK,true,false",
    "FULL_DISK,false,true",
    "TEMPLATE_FOR_SOME_MEMBERS,false,false",
    "TEMPLATE_FOR_SOME_MEMBERS,false,true"
  })
  void membersComeAndGoAllTheSame(Cause cause, boolean newService, boolean asked) throws Exception {
    var template = cause.template(this);
    test = new TestBalancer(disk == null ? dir : dir.resolve("small")).undamped();
    test.template(template);
    int one = test.web("one");
    int two = test.web("two");
    int three = test.web("three");
    canaryPort = test.web("c");
    var leaves = Views.web("web2", two);
    test.start().balancer.submit(view(false, Views.web("web1", one), leaves));
    var first = test.awaitApplied();
    var before = test.file();
    try (var traffic = new Traffic(test.port)) {
      await().until(() -> traffic.good() > 0);

      cause.arises(this);
      if (asked) {
        test.balancer.reload("a renewal hook");
      }
      test.balancer.submit(view(newService, Views.web("web1", one), leaves));
      var broken = test.awaitStatus(s -> s.lastError().isPresent());
      assertThat(broken.reloads()).isEqualTo(first.reloads());

      // Two servers move to another address, one after the other, while the fault lasts.
      long begun = System.nanoTime();
      test.balancer.submit(view(newService, Views.web("web1", three)));
      await()
          .pollInterval(Duration.ofMillis(5))
          .until(() -> serves("web1", three) && !serves("web2", two));
      await().pollInterval(Duration.ofMillis(5)).until(() -> test.balancer.withdrawn("web2"));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(IN_TIME);
      test.stopWeb(one);
      test.stopWeb(two);
      int four = test.web("four");
      begun = System.nanoTime();
      test.balancer.submit(view(newService, Views.web("web1", three), Views.web("web4", four)));
      await().pollInterval(Duration.ofMillis(5)).until(() -> serves("web4", four));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(IN_TIME);

      var status =
          test.awaitStatus(
              s ->
                  s.serversCurrent() != newService
                      && s.lastError().filter(e -> e.contains("all the same")).isPresent());
      assertThat(status.current()).isFalse();
      assertThat(status.lastError().get())
          .contains(newService ? "backend new" : "has the servers that are wanted");
      assertThat(status.pid()).isEqualTo(first.pid());
      assertThat(test.file())
          .satisfiesAnyOf(
              f -> assertThat(f).isEqualTo(before),
              f -> assertThat(f).contains("web4").doesNotContain("web2"));

      cause.goes(this);
      test.balancer.submit(view(newService, Views.web("web1", three), Views.web("web4", four)));
      var after = test.awaitApplied();
      assertThat(after.current()).isTrue();
      assertThat(after.serversCurrent()).isTrue();
      assertThat(test.file()).contains("server web4");
      if (newService) {
        assertThat(test.get(test.port, "/n").body()).isEqualTo("c");
      }
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    }
  }
}
