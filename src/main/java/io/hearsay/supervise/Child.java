package io.hearsay.supervise;

import io.hearsay.output.Outlets;
import io.hearsay.process.Children;
import io.hearsay.process.OwnSession;
import io.hearsay.process.PidOne;
import io.hearsay.process.Programs;
import io.hearsay.process.Signals;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One run of a program, in a session of its own: Ctrl-C in a terminal reaches us but not the
 * program, so that it can be drained first, and whatever it leaves behind can be found.
 *
 * <p>The session comes from {@link OwnSession}, which replaces itself by the program, so that the
 * process stays ours. Where that is not possible, the program shares our session: Ctrl-C reaches it
 * directly, and of the processes it leaves behind only its descendants are found.
 */
final class Child {
  private static final Logger LOG = Logger.getLogger("hearsay.supervise");
  private static final Duration LEFTOVERS = Duration.ofSeconds(1);
  private static final String OURS = "HEARSAY_";

  private final String name;
  private final Process process;
  private final Optional<Session> session;
  private final Optional<ProcessTree> tree;

  private Child(String name, Process process, boolean ownSession, Optional<ProcessTree> tree) {
    this.name = name;
    this.process = process;
    this.tree = tree;
    this.session = ownSession ? Optional.of(new Session(process.pid())) : Optional.empty();
  }

  /** A program cannot be started. */
  static final class NotStarted extends Exception {
    private static final long serialVersionUID = 1L;

    /** Not found. */
    static final int NOT_FOUND = 127;

    /** Found, but not executable. */
    static final int NOT_EXECUTABLE = 126;

    private final int code;

    NotStarted(String message, int code) {
      super(message, null, false, false);
      this.code = code;
    }

    /** The exit code that a shell would use. */
    int code() {
      return code;
    }
  }

  /**
   * Starts a program. It does not see our environment variables, {@code HEARSAY_*}.
   *
   * @throws NotStarted with a message for an operator
   */
  static Child start(ProcessSettings settings) throws NotStarted {
    return start(settings.name(), settings.command(), settings.output(), PidOne.reaper(), false);
  }

  /**
   * Starts a short-lived program; what it starts ends with it.
   *
   * @param name for messages
   */
  static Child brief(String name, List<String> command) throws NotStarted {
    return start(name, command, ProcessSettings.Output.DROPPED, List.of(), true);
  }

  private static Child start(
      String name,
      List<String> command,
      ProcessSettings.Output output,
      List<String> below,
      boolean brief)
      throws NotStarted {
    var program = command.getFirst();
    if (Programs.find(program).isEmpty()) {
      boolean there = Programs.exists(program);
      throw new NotStarted(
          name
              + " cannot be started: "
              + program
              + (there ? " may not be executed" : " is not there")
              + (program.contains("/") ? "" : "; it was looked for on the PATH"),
          there ? NotStarted.NOT_EXECUTABLE : NotStarted.NOT_FOUND);
    }
    var words = new ArrayList<String>();
    var session = OwnSession.prefix();
    words.addAll(session);
    words.addAll(below);
    words.addAll(command);
    var builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(key -> key.startsWith(OURS));
    redirect(builder, output);
    var tree = brief ? Optional.of(ProcessTree.of(builder)) : Optional.<ProcessTree>empty();
    try {
      var child = new Child(name, Children.start(builder), !session.isEmpty(), tree);
      if (output == ProcessSettings.Output.PREFIXED) {
        var copy = new PrefixedOutput(name, child.process.getInputStream(), Outlets.carried());
        Thread.ofPlatform().daemon().name("output-" + name).start(copy);
      }
      return child;
    } catch (IOException e) {
      throw new NotStarted(
          name + " cannot be started: " + e.getMessage(), NotStarted.NOT_EXECUTABLE);
    }
  }

  private static void redirect(ProcessBuilder builder, ProcessSettings.Output output) {
    switch (output) {
      case INHERITED -> builder.inheritIO();
      case RAW -> builder.inheritIO().redirectInput(Redirect.from(new File("/dev/null")));
      case PREFIXED ->
          builder.redirectInput(Redirect.from(new File("/dev/null"))).redirectErrorStream(true);
      case DROPPED ->
          builder
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Waits for its end; returns its exit code, or 128 plus the signal's number. */
  int await() throws InterruptedException {
    return process.waitFor();
  }

  /** Waits for its end; false if the limit passes first. */
  boolean ends(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Sends a signal to the program alone: the processes it started are its own responsibility.
   *
   * @param signal without SIG
   */
  void signal(String signal) {
    if (alive() && !Signals.send(pid(), signal)) {
      LOG.warnf("SIG%s could not be handed on to %s", signal, name);
    }
  }

  /**
   * Sends SIGTERM to the program and, when it has ended, to the processes it left behind; sends
   * SIGKILL to all that are left at the limit.
   */
  void stop(Duration limit) throws InterruptedException {
    process.destroy();
    if (!ends(limit)) {
      LOG.warnf("%s did not end within %s ms after SIGTERM: killed", name, limit.toMillis());
      kill();
    }
  }

  /** Sends SIGKILL to the program and all that it started. */
  void kill() throws InterruptedException {
    var descendants = process.descendants().toList();
    process.destroyForcibly();
    if (session.isPresent()) {
      session.get().kill();
    } else {
      descendants.forEach(ProcessHandle::destroyForcibly);
    }
    if (tree.isPresent()) {
      tree.get().kill(process);
    }
    process.waitFor();
  }

  /** Ends the processes that a program left behind in its session. */
  void cleanUp() throws InterruptedException {
    if (session.isEmpty()) {
      return;
    }
    var left = session.get();
    int count = left.members().size();
    if (count == 0) {
      return;
    }
    LOG.infof(
        "%s left %s %s behind; they are ended", name, count, count == 1 ? "process" : "processes");
    left.terminate();
    if (!left.ends(LEFTOVERS)) {
      left.kill();
    }
  }
}
