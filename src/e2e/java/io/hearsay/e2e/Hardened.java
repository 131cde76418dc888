package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import java.io.IOException;
import java.time.Duration;

/** As little as possible: no process is root, nothing can be written, no capability but one. */
final class Hardened implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long WEB = 65_532;
  private static final long HAPROXY = 99;

  @Override
  public void play(Stage stage, Results.Section results) throws IOException {
    var shop = stage.shop();
    var web = shop.webs().getFirst();
    var balancer = shop.balancer();
    results.equal("non-root: all of a web runs as 65532", allRunAs(web, WEB), true);
    results.equal("non-root: all of the balancer runs as 99", allRunAs(balancer, HAPROXY), true);
    results.equal("read-only: the balancer's root", writable(balancer, "/x"), false);
    results.equal(
        "read-only: the balancer's run files", writable(balancer, "/run/hearsay/x"), true);
    readOnlyWeb(shop, web.network(), results);
    lowPort(stage.network(), results);
  }

  private static boolean allRunAs(Container container, long user) {
    return container.processes().stream().allMatch(process -> process.user() == user);
  }

  private static boolean writable(Container container, String path) {
    return Docker.attempt("exec", container.id(), "touch", path).code() == 0;
  }

  private static void readOnlyWeb(Shop shop, String network, Results.Section results) {
    var web =
        Docker.start(
            "--network",
            network,
            "--read-only",
            "--tmpfs",
            "/tmp",
            "--cap-drop",
            "ALL",
            "--security-opt",
            "no-new-privileges",
            "-e",
            "HEARSAY_JOIN=balancer,web",
            "hearsay/web");
    shop.awaitIn(web, LIMIT);
    results.equal("read-only: a web's root", writable(web, "/x"), false);
    Docker.run("stop", web.id());
    results.equal("read-only: a web's code after docker stop", web.exitCode(), 0);
  }

  /** Where low ports are privileged, HAProxy's capability opens port 80. */
  private static void lowPort(String network, Results.Section results) throws IOException {
    var balancer =
        Docker.start(
            "--network",
            network,
            "--sysctl",
            "net.ipv4.ip_unprivileged_port_start=1024",
            "--read-only",
            "--tmpfs",
            "/run/hearsay:uid=99,gid=99,mode=0700",
            "--tmpfs",
            "/tmp",
            "--cap-drop",
            "ALL",
            "--cap-add",
            "NET_BIND_SERVICE",
            "hearsay/balancer");
    var uri = "http://" + balancer.address() + "/";
    Await.until("no HAProxy on port 80", LIMIT, () -> Site.HTTP.get(uri).statusCode() == 503);
    results.equal("non-root: port 80 by the capability", Site.HTTP.get(uri).statusCode(), 503);
  }
}
