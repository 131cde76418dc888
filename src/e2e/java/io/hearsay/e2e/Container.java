package io.hearsay.e2e;

import io.hearsay.testkit.Failure;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A container.
 *
 * @param id all 64 digits of its id
 */
record Container(String id) {
  private static final int SHORT = 12;

  /** A process as the host sees it. */
  record Process(long pid, long user, String state, String command) {
    private static final Pattern LINE = Pattern.compile("\\s*(\\d+)\\s+(\\d+)\\s+(\\S+)\\s+(.*)");

    static Process of(String line) {
      var fields = LINE.matcher(line);
      if (!fields.matches()) {
        throw new Failure("docker top says: " + line);
      }
      return new Process(
          Long.parseLong(fields.group(1)),
          Long.parseLong(fields.group(2)),
          fields.group(3),
          fields.group(4));
    }

    boolean zombie() {
      return state.startsWith("Z");
    }

    /** Sends SIGKILL from the host, so that nothing has to be started in the container first. */
    void kill() {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Its host name, which Hearsay uses as the member's name. */
  String name() {
    return id.substring(0, SHORT);
  }

  String inspect(String format) {
    return Docker.run("inspect", "--format", format, id);
  }

  /** Its address on its only network. */
  String address() {
    return inspect("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
  }

  /** The name of its only network. */
  String network() {
    return inspect("{{range $name, $n := .NetworkSettings.Networks}}{{$name}}{{end}}");
  }

  boolean running() {
    return inspect("{{.State.Running}}").equals("true");
  }

  /** Its exit code; meaningful once it has ended. */
  int exitCode() {
    return Integer.parseInt(inspect("{{.State.ExitCode}}"));
  }

  /** Its health according to Docker's HEALTHCHECK: starting, healthy or unhealthy. */
  String health() {
    return inspect("{{.State.Health.Status}}");
  }

  /** All processes in it, process 1 first. */
  List<Process> processes() {
    var lines = Docker.run("top", id, "-eo", "pid,uid,stat,args");
    return lines.lines().skip(1).map(Process::of).toList();
  }

  /** The one process whose command line contains the text. */
  Process process(String text) {
    var found = processes().stream().filter(p -> p.command().contains(text)).toList();
    if (found.size() != 1) {
      throw new Failure(found.size() + " processes of " + name() + " are " + text);
    }
    return found.getFirst();
  }

  String logs() {
    var outcome = Docker.attempt("logs", id);
    return outcome.out() + "\n" + outcome.err();
  }

  /** Kills and removes it. */
  void remove() {
    Docker.attempt("rm", "-f", "-v", id);
  }
}
