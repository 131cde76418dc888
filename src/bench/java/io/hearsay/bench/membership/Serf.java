package io.hearsay.bench.membership;

import io.hearsay.bench.membership.Sighting.Kind;
import io.hearsay.demo.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Serf, with its default profile. */
final class Serf implements Tool {
  private static final int RPC = 7373;
  private static final Pattern LINE =
      Pattern.compile("serf: EventMember(Join|Leave|Failed|Update|Reap): (\\S+) ?(\\S*)");

  private final String key = Shell.run(List.of("serf", "keygen")).strip();

  /** Whether it is installed. */
  static boolean installed() {
    return !Shell.sh("command -v serf || true").isBlank();
  }

  @Override
  public String name() {
    return "Serf";
  }

  @Override
  public String version() {
    // Debian's build does not know its own version, so the package is asked too.
    return Shell.sh("serf version | head -n 1; dpkg-query -W -f '${Version}' serf 2>/dev/null || true")
        .strip()
        .replace("\n", ", package ");
  }

  @Override
  public List<String> command(String name, String address, List<String> seeds) {
    var command = new ArrayList<>(List.of("serf", "agent", "-node=" + name, "-bind=" + address));
    command.addAll(List.of("-rpc-addr=" + address + ":" + RPC, "-encrypt=" + key));
    // With -join it ends if no seed is there; only a fleet's first ones ever try a second time.
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
    var match = LINE.matcher(line);
    return match.find()
        ? Optional.of(
            new Sighting(
                at,
                observer,
                Kind.valueOf(match.group(1).toUpperCase(Locale.ROOT)),
                match.group(2),
                match.group(3)))
        : Optional.empty();
  }

  @Override
  public String leaveSignal() {
    return "INT";
  }

  @Override
  public void setTag(String address, String name, String value) {
    Shell.run(List.of("serf", "tags", rpc(address), "-set", name + "=" + value));
  }

  @Override
  public void deleteTag(String address, String name) {
    Shell.run(List.of("serf", "tags", rpc(address), "-delete", name));
  }

  @Override
  public List<Listed> members(String address) {
    var printed = Shell.run(List.of("serf", "members", rpc(address), "-format=json"));
    try {
      var answer = (Map<?, ?>) Json.read(printed);
      return ((List<?>) answer.get("members"))
          .stream().map(member -> listed((Map<?, ?>) member)).toList();
    } catch (IllegalArgumentException e) {
      throw new Failure("serf members prints no JSON: " + printed, e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Listed listed(Map<?, ?> member) {
    var address = (String) member.get("addr");
    return new Listed(
        (String) member.get("name"),
        address.substring(0, address.lastIndexOf(':')),
        "alive".equals(member.get("status")),
        member.get("tags") == null ? Map.of() : (Map<String, String>) member.get("tags"));
  }

  private static String rpc(String address) {
    return "-rpc-addr=" + address + ":" + RPC;
  }
}
