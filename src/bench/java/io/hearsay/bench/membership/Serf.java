package io.hearsay.bench.membership;

import io.hearsay.testkit.Command;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Serf, with its default profile. */
final class Serf implements Tool {
  private static final int RPC = 7373;
  private static final Pattern LINE =
      Pattern.compile("serf: EventMember(Join|Leave|Failed|Update|Reap): (\\S+) ?(\\S*)");

  private final String key = Command.run("serf", "keygen");

  /** Whether Serf is installed. */
  static boolean installed() {
    return !Command.sh("command -v serf || true").isBlank();
  }

  @Override
  public String name() {
    return "Serf";
  }

  @Override
  public String version() {
    // Debian's build does not know its own version, so the package is asked too.
    return Command.sh(
            "serf version | head -n 1; dpkg-query -W -f '${Version}' serf 2>/dev/null || true")
        .replace("\n", ", package ");
  }

  @Override
  public List<String> command(String name, String address, List<String> seeds) {
    var command = new ArrayList<>(List.of("serf", "agent", "-node=" + name, "-bind=" + address));
    command.addAll(List.of("-rpc-addr=" + address + ":" + RPC, "-encrypt=" + key));
    // With -join it exits if no seed is there; only a fleet's first members ever retry.
    command.add("-retry-interval=1s");
    for (var seed : seeds) {
      command.add("-retry-join=" + seed);
    }
    return command;
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public boolean up(String line) {
    return line.contains("Serf agent running!");
  }

  @Override
  public Optional<Sighting> read(long at, String observer, String line) {
    return Sighting.of(at, observer, LINE.matcher(line));
  }

  @Override
  public String leaveSignal() {
    return "INT";
  }

  @Override
  public void setTag(String address, String name, String value) {
    Command.run("serf", "tags", rpc(address), "-set", name + "=" + value);
  }

  @Override
  public void deleteTag(String address, String name) {
    Command.run("serf", "tags", rpc(address), "-delete", name);
  }

  @Override
  public List<Listed> members(String address) {
    var printed = Command.run("serf", "members", rpc(address), "-format=json");
    try {
      return Json.objects(Json.object(printed).get("members")).stream().map(Serf::listed).toList();
    } catch (IOException e) {
      throw new Failure(e.toString(), e);
    }
  }

  private static Listed listed(Map<String, Object> member) {
    var address = (String) member.get("addr");
    return Listed.of(member, address.substring(0, address.lastIndexOf(':')));
  }

  private static String rpc(String address) {
    return "-rpc-addr=" + address + ":" + RPC;
  }
}
