package io.hearsay.membership.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Hosts with one network or two, with one address family or both: network namespaces on a switch,
 * itself a namespace. Everything but the seed is the default.
 */
class NetworksTest {
  private static final String PREFIX = "hsn" + ProcessHandle.current().pid() + "-";

  /** Speed on a quiet machine is measured elsewhere: {@code make bench WHAT=hostile ROWS=7}. */
  private static final Duration SOON = Duration.ofSeconds(15);

  /** Long enough for two Java processes that start at the same time on a busy machine. */
  private static final Duration START = Duration.ofSeconds(40);

  private static final Pattern RECEIVED = Pattern.compile("received=[1-9]");
  private final List<AutoCloseable> started = new ArrayList<>();

  @BeforeEach
  void network() throws Exception {
    boolean possible = run("ip netns add " + PREFIX + "sw") == 0;
    if (!possible) {
      System.err.println(
          "NOT TESTED: networks of both families and two interfaces, as network namespaces cannot be"
              + " made here; run this as root");
    }
    assumeTrue(possible);
    sh("ip -n SW link add br0 type bridge; ip -n SW link set br0 up");
    for (var host : List.of("a", "b")) {
      sh(
          """
          ip netns add NS
          ip -n NS link set lo up
          ip -n NS link add eth0 type veth peer name pNAME netns SW
          ip -n SW link set pNAME master br0 up
          ip -n NS link set eth0 up
          """
              .replace("NS", PREFIX + host)
              .replace("NAME", host));
    }
  }

  @AfterEach
  void remove() throws Exception {
    for (var process : started) {
      process.close();
    }
    for (var name : List.of("a", "b", "sw")) {
      run("ip netns del " + PREFIX + name);
    }
  }

  private static int run(String script) throws Exception {
    var process =
        new ProcessBuilder("sh", "-c", script.replace("SW", PREFIX + "sw") + " 2>&1").start();
    var out = new String(process.getInputStream().readAllBytes());
    process.waitFor(10, TimeUnit.SECONDS);
    if (process.exitValue() != 0 && !script.startsWith("ip netns")) {
      System.err.println(script + ": " + out);
    }
    return process.exitValue();
  }

  private static void sh(String script) throws Exception {
    assertThat(run("set -e\n" + script)).as(script).isZero();
  }

  private static void address(String host, String link, String address) throws Exception {
    var nodad = address.contains(":") ? " nodad" : "";
    sh("ip -n " + PREFIX + host + " addr add " + address + " dev " + link + nodad);
  }

  private MemberProcess start(String host, String name, String advertise, String... seeds)
      throws Exception {
    var member = new MemberProcess(PREFIX + host, name, advertise, seeds);
    started.add(member);
    await().atMost(START).until(() -> member.last().startsWith("members"));
    return member;
  }

  /** Waits until each sees both members at these addresses, and they exchange datagrams. */
  private void assertTogether(MemberProcess one, MemberProcess two, String at1, String at2) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(List.of(one.last(), two.last()))
                    .allMatch(l -> l.contains("one=alive@" + at1 + " "), "has the first")
                    .allMatch(l -> l.contains("two=alive@" + at2 + " "), "has the second")
                    .allMatch(l -> RECEIVED.matcher(l).find(), "hears"));
  }

  @Test
  void theAddressThatRoutesToTheSeedIsAdvertised() throws Exception {
    address("a", "eth0", "198.18.3.2/25");
    sh(
        """
        ip -n NS link add mgmt type veth peer name other
        ip -n NS link del eth0
        ip -n NS link set other up
        ip -n NS link set mgmt up
        ip -n NS link add eth1 type veth peer name pw netns SW
        ip -n SW link set pw master br0 up
        ip -n NS link set eth1 up
        """
            .replace("NS", PREFIX + "b"));
    address("b", "mgmt", "198.18.3.241/30");
    address("b", "eth1", "198.18.3.5/25");
    var one = start("a", "one", "");
    var two = start("b", "two", "", "198.18.3.2");

    assertTogether(one, two, "198.18.3.2:7946", "198.18.3.5:7946");
    assertThat(two.log()).contains("it routes to the seed 198.18.3.2");
  }

  @Test
  void hostsWithIpv6OnlyTalk() throws Exception {
    address("a", "eth0", "fd03::1/64");
    address("b", "eth0", "fd03::2/64");
    var one = start("a", "one", "");
    var two = start("b", "two", "", "[fd03::1]");

    assertTogether(one, two, "[fd03:0:0:0:0:0:0:1]:7946", "[fd03:0:0:0:0:0:0:2]:7946");
  }

  @Test
  void aLinkLocalSeedIsEnough() throws Exception {
    address("a", "eth0", "fd03::1/64");
    address("a", "eth0", "fe80::aa/64");
    address("b", "eth0", "fd03::2/64");
    address("b", "eth0", "fe80::bb/64");
    var one = start("a", "one", "");
    var two = start("b", "two", "", "[fe80::aa%eth0]:7946");

    assertTogether(one, two, "[fd03:0:0:0:0:0:0:1]:7946", "[fd03:0:0:0:0:0:0:2]:7946");
  }

  @Test
  void hostsWithBothFamiliesUseTheFamilyOfTheSeed() throws Exception {
    address("a", "eth0", "198.18.3.2/25");
    address("a", "eth0", "fd03::1/64");
    address("b", "eth0", "198.18.3.5/25");
    address("b", "eth0", "fd03::2/64");
    var one = start("a", "one", "");
    var two = start("b", "two", "", "[fd03::1]");
    // The first had no seed to choose its address by, and took its IPv4: two families make one
    // cluster.
    assertTogether(one, two, "198.18.3.2:7946", "[fd03:0:0:0:0:0:0:2]:7946");
    two.close();
    var again = start("b", "two", "", "198.18.3.2");
    assertTogether(one, again, "198.18.3.2:7946", "198.18.3.5:7946");
  }

  @Test
  void hostsOfOneNetworkFindEachOtherWithoutASeed() throws Exception {
    address("a", "eth0", "198.18.3.2/25");
    address("a", "eth0", "fd03::1/64");
    address("b", "eth0", "fd03::2/64");
    address("b", "eth0", "fe80::bb/64");
    address("a", "eth0", "fe80::aa/64");
    var one = start("a", "one", "", "discover=blue");
    var two = start("b", "two", "", "discover=blue");

    // The second has IPv6 only, so that it is heard on that, and hears of an address that it cannot
    // reach; the first can reach the second's, and moves to the family of what it has found.
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(List.of(one.last(), two.last()))
                    .allMatch(l -> l.contains("one=alive@[fd03:0:0:0:0:0:0:1]:7946 "))
                    .allMatch(l -> l.contains("two=alive@[fd03:0:0:0:0:0:0:2]:7946 ")));
  }

  @Test
  void aMemberThatReceivesNoDatagramsWhileTcpWorksSaysSo() throws Exception {
    address("a", "eth0", "198.18.3.2/25");
    address("b", "eth0", "198.18.3.5/25");
    sh(
        "ip netns exec "
            + PREFIX
            + "b nft 'add table inet t; add chain inet t in { type filter hook"
            + " input priority 0; }; add rule inet t in udp dport 7946 drop'");
    start("a", "one", "");
    var two = start("b", "two", "", "198.18.3.2");

    await()
        .atMost(Duration.ofSeconds(25))
        .until(() -> two.last().contains("trouble=no datagram of any member has come in"));
    assertThat(two.log()).contains("open UDP port 7946");
  }
}
