package io.hearsay.membership.transport;

import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.Mismatch;
import io.hearsay.membership.crypto.StreamSealer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One TCP connection as a stream of sealed frames. Each end sends a greeting, then frames: four
 * bytes of length and, sealed, one byte for the kind and a body. The length is checked before
 * anything is buffered; a frame that does not open ends the connection.
 */
final class FramedConnection {
  /**
   * A {@link Question}, the only one on its connection; answered by one frame of kind {@link
   * #ANSWER} or {@link #UNANSWERED}.
   */
  static final int QUESTION = 1;

  static final int ANSWER = 2;

  /** Declares this connection a tripwire. */
  static final int TRIPWIRE = 3;

  /** The connection is closed on purpose. */
  static final int FAREWELL = 4;

  /**
   * The question is not answered: there is no responder for its subject, or none for this asker.
   */
  static final int UNANSWERED = 5;

  private static final int LENGTH_BYTES = 4;
  private static final int NONCE_BYTES = 12;
  private static final int CHALLENGE_BYTES = 16;

  /** How many of the first bytes of another protocol are kept, for a message. */
  private static final int SHOWN_BYTES = 16;

  private static final byte[] NOTHING = new byte[0];

  /** How the connection is sealed. */
  record Sealing(Keyring keyring, String label, SecureRandom random) {}

  /**
   * How much the connection may buffer.
   *
   * @param maxFrame maximum size of one frame in bytes
   * @param budget that all connections share
   */
  record Bounds(int maxFrame, ByteBudget budget) {}

  private final NetSocket socket;
  private final Keyring keyring;
  private final String label;
  private final boolean connector;
  private final SecureRandom random;
  private final int maxFrame;
  private final ByteBudget budget;
  private final byte[] greeting;
  private final BiConsumer<Integer, byte[]> frames;
  private final Runnable ready;
  private final BiConsumer<Mismatch, byte[]> mismatched;
  private Buffer pending = Buffer.buffer();
  private StreamSealer seal;
  private boolean givenUp;

  /**
   * Sends the greeting and starts reading.
   *
   * @param ready called once frames may be sent
   * @param frames called with the kind and the body of each frame
   * @param mismatched called once, before the connection is closed, if the peer cannot be
   *     understood; with its first bytes
   */
  FramedConnection(
      NetSocket socket,
      boolean connector,
      Sealing sealing,
      Bounds bounds,
      Runnable ready,
      BiConsumer<Integer, byte[]> frames,
      BiConsumer<Mismatch, byte[]> mismatched) {
    this.mismatched = mismatched;
    this.socket = socket;
    this.keyring = sealing.keyring();
    this.label = sealing.label();
    this.connector = connector;
    this.random = sealing.random();
    this.maxFrame = bounds.maxFrame();
    this.budget = bounds.budget();
    this.ready = ready;
    this.frames = frames;
    this.greeting = StreamSealer.greeting(keyring, fresh(CHALLENGE_BYTES));
    socket.handler(this::read);
    socket.write(Buffer.buffer(greeting));
  }

  private byte[] fresh(int bytes) {
    var fresh = new byte[bytes];
    random.nextBytes(fresh);
    return fresh;
  }

  /** Whether the greetings have been exchanged. */
  boolean isReady() {
    return seal != null;
  }

  void send(int kind, byte[] body) {
    var plain = Buffer.buffer(1 + body.length).appendByte((byte) kind).appendBytes(body);
    var sealed = seal.seal(plain.getBytes(), fresh(NONCE_BYTES));
    socket.write(
        Buffer.buffer(LENGTH_BYTES + sealed.length).appendInt(sealed.length).appendBytes(sealed));
  }

  /** Closes the connection; bytes that have arrived, or still arrive, are ignored. */
  void close() {
    givenUp = true;
    socket.close();
  }

  /** The connection has been closed: releases what it had buffered. */
  void closed() {
    givenUp = true;
    budget.give(pending.length());
    pending = Buffer.buffer();
  }

  private void read(Buffer bytes) {
    if (givenUp) {
      return;
    }
    if (!budget.take(bytes.length())) {
      close();
      return;
    }
    pending.appendBuffer(bytes);
    if (seal == null && !greeted()) {
      return;
    }
    int at = 0;
    while (!givenUp && pending.length() - at >= LENGTH_BYTES) {
      long length = pending.getUnsignedInt(at);
      if (length == 0 || length > maxFrame) {
        close();
        return;
      }
      int end = at + LENGTH_BYTES + (int) length;
      if (pending.length() < end) {
        break;
      }
      var frame = pending.getBytes(at + LENGTH_BYTES, end);
      var plain = seal.open(frame).filter(p -> p.length > 0);
      if (plain.isEmpty()) {
        mismatched.accept(seal.unopened(frame, FramedConnection::isLikely), NOTHING);
        close();
        return;
      }
      at = end;
      var body = Arrays.copyOfRange(plain.get(), 1, plain.get().length);
      frames.accept((int) plain.get()[0], body);
    }
    consumed(at);
  }

  /** Whether a member's question may begin like this. */
  private static boolean isLikely(byte[] begin) {
    return begin.length > 1
        && begin[0] == QUESTION
        && Question.isLikely(Arrays.copyOfRange(begin, 1, begin.length));
  }

  private void consumed(int bytes) {
    // A frame that arrives in small pieces must not be copied for each of them.
    if (givenUp || bytes == 0) {
      return;
    }
    pending = pending.getBuffer(bytes, pending.length());
    budget.give(bytes);
  }

  private boolean greeted() {
    // Another protocol may wait for an answer before it has sent as many bytes as our greeting has.
    var begin = pending.getBytes(0, Math.min(pending.length(), SHOWN_BYTES));
    var mismatch = StreamSealer.mismatch(keyring, begin);
    if (mismatch.isPresent()) {
      mismatched.accept(mismatch.get(), begin);
      close();
      return false;
    }
    if (pending.length() < StreamSealer.GREETING_BYTES) {
      return false;
    }
    Optional<StreamSealer> agreed =
        StreamSealer.of(
            keyring, greeting, pending.getBytes(0, StreamSealer.GREETING_BYTES), connector, label);
    if (agreed.isEmpty()) {
      close();
      return false;
    }
    seal = agreed.get();
    consumed(StreamSealer.GREETING_BYTES);
    ready.run();
    return true;
  }
}
