package io.hearsay.bench.membership;

import io.hearsay.testkit.Agent;
import io.hearsay.testkit.AgentCommand;
import io.hearsay.testkit.Command;
import io.hearsay.testkit.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hearsay, with its default profile. */
final class Hearsay implements Tool {
  private static final String TOKEN = "the-benchmark-may-change-tags-from-outside";
  private static final Pattern LINE =
      Pattern.compile("member-(join|leave|failed|update|reap): (\\S+) at (\\S+)");

  private final String program;
  private final Path keyring;
  private final Path token;

  Hearsay(String program, Path directory) throws IOException {
    this.program = program;
    keyring = directory.resolve("keyring");
    Files.writeString(keyring, Command.run(program, "keygen"));
    token = directory.resolve("token");
    Files.writeString(token, TOKEN);
    for (var secret : List.of(keyring, token)) {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Override
  public String name() {
    return "Hearsay";
  }

  @Override
  public String version() {
    return Command.run(program, "version");
  }

  @Override
  public List<String> command(String name, String address, List<String> seeds) {
    return new AgentCommand(program, name, address)
        .with("--keyring", keyring.toString(), "--token-file", token.toString())
        .join(seeds)
        .words();
  }

  @Override
  public Map<String, String> environment() {
    // A member that is stopped waits a second for balancers; here the leave itself is measured.
    return Map.of("HEARSAY_STOP_DRAIN", "0s");
  }

  @Override
  public boolean up(String line) {
    return line.contains(" is up: ");
  }

  @Override
  public Optional<Sighting> read(long at, String observer, String line) {
    return Sighting.of(at, observer, LINE.matcher(line));
  }

  @Override
  public String leaveSignal() {
    return "TERM";
  }

  @Override
  public void setTag(String address, String key, String value) {
    agent(address).set(key, value);
  }

  @Override
  public void deleteTag(String address, String key) {
    agent(address).delete(key);
  }

  private static Agent agent(String address) {
    return new Agent(address, TOKEN);
  }

  @Override
  public List<Listed> members(String address) {
    try {
      return agent(address).members().stream()
          .map(member -> Listed.of(member.fields(), member.address()))
          .toList();
    } catch (IOException e) {
      throw new Failure(e.toString(), e);
    }
  }
}
