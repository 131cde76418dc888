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
 * The standard streams of the process behind {@link BoundedOutput}s. There is one pair of them in a
 * process, hence the static state; a client command, which may well wait for its reader, has none.
 */
public final class Outlets {
  private static final AtomicReference<Outlets> INSTALLED = new AtomicReference<>();

  private final BoundedOutput out =
      new BoundedOutput("stdout", new FileOutputStream(FileDescriptor.out).getChannel());
  private final BoundedOutput err =
      new BoundedOutput("stderr", new FileOutputStream(FileDescriptor.err).getChannel());

  private Outlets() {}

  /** From now on nothing that is printed blocks whoever prints it. */
  public static void install() {
    var outlets = new Outlets();
    if (INSTALLED.compareAndSet(null, outlets)) {
      System.setOut(new PrintStream(outlets.out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(outlets.err, true, StandardCharsets.UTF_8));
    }
  }

  /**
   * Gives the log the same streams. Whoever made its handler may have remembered the streams of
   * before.
   *
   * @param toError whether it goes to standard error
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

  /** Standard output for what other programs say; see {@link BoundedOutput#patient()}. */
  public static OutputStream carried() {
    return Optional.ofNullable(INSTALLED.get())
        .<OutputStream>map(o -> o.out.patient())
        .orElse(System.out);
  }

  /** Waits until all is out, or the limit for each stream has passed. */
  public static void drain(Duration limit) {
    var outlets = INSTALLED.get();
    if (outlets != null) {
      outlets.out.drain(limit);
      outlets.err.drain(limit);
    }
  }
}
