package io.hearsay.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.ConsoleHandler;

/**
 * The standard streams of the process behind {@link BoundedOutput}s. A process has one pair of
 * them, hence the static state; a client command, which may wait for its reader, does not use them.
 */
public final class Outlets {
  private static final AtomicReference<Outlets> INSTALLED = new AtomicReference<>();

  private final BoundedOutput out =
      new BoundedOutput("stdout", new FileOutputStream(FileDescriptor.out).getChannel());
  private final BoundedOutput err =
      new BoundedOutput("stderr", new FileOutputStream(FileDescriptor.err).getChannel());

  private Outlets() {}

  /** From now on, printing never blocks. */
  public static void install() {
    var outlets = new Outlets();
    if (INSTALLED.compareAndSet(null, outlets)) {
      System.setOut(new PrintStream(outlets.out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(outlets.err, true, StandardCharsets.UTF_8));
    }
  }

  /**
   * Makes the log use these streams; its handler may hold on to the original ones.
   *
   * @param toError whether the log goes to standard error
   */
  public static void takeLog(boolean toError) {
    var outlets = INSTALLED.get();
    if (outlets != null) {
      var to = toError ? outlets.err : outlets.out;
      eachConsole(console -> console.setOutputStream(to));
    }
  }

  /** The handlers of the log that write to a standard stream. */
  static void eachConsole(Consumer<ConsoleHandler> action) {
    eachConsole(Logger.getLogger("").getHandlers(), action);
  }

  private static void eachConsole(Handler[] handlers, Consumer<ConsoleHandler> action) {
    for (var handler : handlers) {
      if (handler instanceof ConsoleHandler console) {
        action.accept(console);
      } else if (handler instanceof ExtHandler nested) {
        eachConsole(nested.getHandlers(), action);
      }
    }
  }

  /** Standard output for the output of other programs; see {@link BoundedOutput#patient()}. */
  public static OutputStream carried() {
    return Optional.ofNullable(INSTALLED.get())
        .<OutputStream>map(o -> o.out.patient())
        .orElse(System.out);
  }

  /** Waits until everything has been written out, at most for the limit per stream. */
  public static void drain(Duration limit) {
    var outlets = INSTALLED.get();
    if (outlets != null) {
      outlets.out.drain(limit);
      outlets.err.drain(limit);
    }
  }
}
