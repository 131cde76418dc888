package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * HAProxy's runtime API over its Unix socket, with limits on time and size. Blocks: never call it
 * on an event loop.
 */
public final class RuntimeApi implements HaproxyApi {
  private static final int MAX_ANSWER = 16 << 20;

  /** Room for this much is made for each read. */
  private static final int CHUNK = 16 << 10;

  private static final String PROMPT = "\n> ";

  /** What the system says, in Java only by this text, to EAGAIN. */
  private static final String FULL_QUEUE = "temporarily unavailable";

  private static final long FULL_QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** No kernel has higher pids. */
  private static final Pattern PID = Pattern.compile("[0-9]{1,9}");

  private final Path socket;
  private final Duration limit;

  /**
   * The API of whichever process listens on a socket.
   *
   * @param limit time limit of one call
   */
  public RuntimeApi(Path socket, Duration limit) {
    this.socket = socket;
    this.limit = limit;
  }

  @Override
  public String ask(String command) throws IOException {
    return exchange(command + "\n").trim();
  }

  /**
   * Runs one command whose answer is long and wanted often, so it is neither copied nor made into a
   * text.
   *
   * @param room the array of an earlier answer, to be used again; of any size at first
   * @return the answer, untrimmed, from position to limit: in {@code room}, or in a larger one
   * @throws IOException if nobody answers in time
   */
  public ByteBuffer ask(String command, ByteBuffer room) throws IOException {
    return exchange(command + "\n", room);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Uses the interactive mode, since otherwise the end of each answer could not be recognised:
   * depending on the version, it may or may not be an empty line.
   */
  @Override
  public List<String> askAll(List<String> commands) throws IOException {
    if (commands.isEmpty()) {
      return List.of();
    }
    return answers(
        exchange("prompt\n" + String.join("\n", commands) + "\nquit\n"), commands.size());
  }

  /** Splits a text into the answers to this many commands. */
  static List<String> answers(String text, int commands) throws IOException {
    var answers = new ArrayList<String>(commands);
    int from = text.indexOf(PROMPT) + PROMPT.length();
    for (int i = 0; i < commands; i++) {
      int to = from < PROMPT.length() ? -1 : text.indexOf(PROMPT, from);
      if (to < 0) {
        throw new IOException("answered " + i + " of " + commands + " commands");
      }
      answers.add(text.substring(from, to).trim());
      from = to + PROMPT.length();
    }
    return answers;
  }

  private String exchange(String text) throws IOException {
    var answer = exchange(text, ByteBuffer.allocate(CHUNK));
    return new String(answer.array(), 0, answer.limit(), StandardCharsets.UTF_8);
  }

  private ByteBuffer exchange(String text, ByteBuffer room) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (var selector = Selector.open();
        var channel = connected(deadline)) {
      var key = channel.register(selector, SelectionKey.OP_WRITE | SelectionKey.OP_READ);
      var out = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      var answer = room.clear();
      // Reads while writing, since HAProxy stops reading when its answers are not taken.
      while (true) {
        await(selector, deadline);
        if (out.hasRemaining()) {
          channel.write(out);
          if (!out.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
          }
        }
        answer = withRoom(answer);
        if (channel.read(answer) < 0) {
          return answer.flip();
        }
        if (answer.position() > MAX_ANSWER) {
          throw new IOException("answer too long");
        }
      }
    }
  }

  /** The same answer with room for another chunk. */
  private static ByteBuffer withRoom(ByteBuffer answer) {
    int end = answer.position() + CHUNK;
    return end <= answer.capacity()
        ? answer.limit(end)
        : ByteBuffer.allocate(Math.max(end, Math.min(2 * answer.capacity(), MAX_ANSWER + CHUNK)))
            .put(answer.flip())
            .limit(end);
  }

  /**
   * Connects without blocking: HAProxy's queue of connections is short, and connecting to that of a
   * process that is stopped would wait until it goes on.
   */
  private SocketChannel connected(long deadline) throws IOException {
    while (true) {
      var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      boolean done = false;
      try {
        channel.configureBlocking(false);
        done = channel.connect(UnixDomainSocketAddress.of(socket));
      } catch (SocketException e) {
        if (!String.valueOf(e.getMessage()).contains(FULL_QUEUE)) {
          throw e;
        }
      } finally {
        if (!done) {
          channel.close();
        }
      }
      if (done) {
        return channel;
      }
      // A Unix socket does not tell when there is room again.
      if (deadline - System.nanoTime() <= FULL_QUEUE_NANOS) {
        throw new IOException("no answer in time: accepts no connections");
      }
      LockSupport.parkNanos(FULL_QUEUE_NANOS);
    }
  }

  private static void await(Selector selector, long deadline) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    selector.selectedKeys().clear();
    if (left <= 0 || selector.select(left) == 0) {
      throw new IOException("no answer in time");
    }
  }

  @Override
  public Optional<Info> info() {
    if (!Files.exists(socket)) {
      return Optional.empty();
    }
    try {
      return info(ask("show info"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Parses the answer to {@code show info}; empty if it has no pid. */
  static Optional<Info> info(String answer) {
    var lines = answer.lines().toList();
    var version = value(lines, "Version: ").flatMap(Version::parse).orElse(Version.UNKNOWN);
    return value(lines, "Pid: ")
        .filter(pid -> PID.matcher(pid).matches())
        .map(pid -> new Info(Long.parseLong(pid), version));
  }

  private static Optional<String> value(List<String> lines, String name) {
    return lines.stream()
        .filter(l -> l.startsWith(name))
        .map(l -> l.substring(name.length()).trim())
        .findFirst();
  }
}
