package io.hearsay.membership.node;

import io.hearsay.membership.KeyReport;
import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.Message.KeyOrder.Order;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Changes the keys of all members at run time: install the new key everywhere, use it everywhere,
 * remove the old one everywhere. Each member is asked over TCP and answers for itself. A step that
 * would cut members off is refused: a key is used only if all have it, and removed only if none
 * seals with it. A step may be repeated until all members have done it.
 *
 * <p>Confined to the cluster's context; files are written on a worker thread.
 */
final class KeyRotation {
  /** The subject of key orders, which are questions to members. */
  static final String SUBJECT = "keys";

  private static final Logger LOG = Logger.getLogger("hearsay.cluster");

  private final Context context;
  private final Optional<KeyFile> file;
  private final Consumer<Keyring> rekey;
  private final BiFunction<String, byte[], Future<byte[]>> ask;
  private Keyring keyring;
  private Future<Message.KeyReport> last = Future.succeededFuture();

  /**
   * Creates the rotation of one member.
   *
   * @param file to update, if the keys came from one
   * @param rekey receives each new keyring
   * @param ask sends an order to the named member
   */
  KeyRotation(
      Context context,
      Keyring keyring,
      Optional<KeyFile> file,
      Consumer<Keyring> rekey,
      BiFunction<String, byte[], Future<byte[]>> ask) {
    this.context = context;
    this.keyring = keyring;
    this.file = file;
    this.rekey = rekey;
    this.ask = ask;
  }

  /**
   * Orders one step from all of these members.
   *
   * @param key the key in base64 for an install, otherwise the key or its fingerprint; ignored for
   *     a list
   * @return fails with an {@link IllegalArgumentException} if the step makes no sense, or an {@link
   *     IllegalStateException} if it would cut members off
   */
  Future<KeyReport> order(Order order, String key, String self, List<String> all) {
    if (!keyring.encrypts()) {
      return Future.failedFuture(
          new IllegalStateException(
              "this cluster does not encrypt; restart its members with --keyring FILE"));
    }
    Bytes argument;
    try {
      argument = argument(order, key);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    return switch (order) {
      case LIST, INSTALL -> everywhere(order, argument, self, all);
      case USE, REMOVE ->
          everywhere(Order.LIST, Bytes.empty(), self, all)
              .compose(
                  now -> {
                    var objection = objection(order, argument.text(), now);
                    return objection.isEmpty()
                        ? everywhere(order, argument, self, all)
                        : Future.failedFuture(new IllegalStateException(objection.get()));
                  });
    };
  }

  private static Bytes argument(Order order, String key) {
    return switch (order) {
      case LIST -> Bytes.empty();
      case INSTALL -> Bytes.of(Keyring.key(key).getEncoded());
      case USE, REMOVE ->
          Bytes.of(key.matches("[0-9a-f]{12}") ? key : Keyring.print(Keyring.key(key)));
    };
  }

  private static Optional<String> objection(Order order, String print, KeyReport now) {
    if (order == Order.USE) {
      var lacking = new ArrayList<>(now.problems().keySet());
      now.keys()
          .forEach(
              (name, keys) -> {
                if (!keys.contains(print)) {
                  lacking.add(name);
                }
              });
      return lacking.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "not all have the key "
                  + print
                  + ", and those would be cut off: "
                  + lacking
                  + "; install it there first");
    }
    var sealing =
        now.keys().entrySet().stream()
            .filter(e -> !e.getValue().isEmpty() && e.getValue().getFirst().equals(print))
            .map(Map.Entry::getKey)
            .toList();
    return sealing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the key " + print + " is the primary one of " + sealing + "; use another one first");
  }

  private Future<KeyReport> everywhere(Order order, Bytes argument, String self, List<String> all) {
    var keys = new TreeMap<String, List<String>>();
    var problems = new TreeMap<String, String>();
    var question = Codec.encode(new Message.KeyOrder(order, argument));
    var answers = new ArrayList<Future<?>>();
    all.forEach(
        name ->
            answers.add(
                (name.equals(self)
                        ? obey(order, argument)
                        : ask.apply(name, question).map(KeyRotation::report))
                    .onSuccess(
                        report -> {
                          keys.put(name, report.prints());
                          if (!report.problem().isEmpty()) {
                            problems.put(name, report.problem());
                          }
                        })
                    .onFailure(failure -> problems.put(name, "it did not answer"))));
    return Future.join(answers)
        .transform(done -> Future.succeededFuture(new KeyReport(keys, problems)));
  }

  private static Message.KeyReport report(byte[] answer) {
    return Codec.decode(answer).orElse(List.of()).stream()
        .filter(Message.KeyReport.class::isInstance)
        .map(Message.KeyReport.class::cast)
        .findFirst()
        .orElseGet(() -> new Message.KeyReport("it does not understand the question", List.of()));
  }

  /** Carries out an order and returns the result; fails if the question is not an order. */
  Future<byte[]> answer(byte[] question) {
    for (var message : Codec.decode(question).orElse(List.of())) {
      if (message instanceof Message.KeyOrder order) {
        return obey(order.order(), order.key()).map(Codec::encode);
      }
    }
    return Future.failedFuture(new IllegalArgumentException("no order about keys"));
  }

  /** Carries out orders one after another, each based on the result of the one before. */
  private Future<Message.KeyReport> obey(Order order, Bytes argument) {
    var step = last.transform(before -> step(order, argument));
    last = step;
    return step;
  }

  private Future<Message.KeyReport> step(Order order, Bytes argument) {
    Keyring next;
    try {
      next = next(order, argument);
    } catch (IllegalArgumentException e) {
      return Future.succeededFuture(new Message.KeyReport(e.getMessage(), keyring.prints()));
    }
    if (next.equals(keyring)) {
      return Future.succeededFuture(new Message.KeyReport("", keyring.prints()));
    }
    // The file first: a key that is in use but missing after a restart would cut the member off.
    return context
        .<Void>executeBlocking(
            () -> {
              if (file.isPresent()) {
                file.get().write(next);
              }
              return null;
            },
            true)
        .map(
            written -> {
              keyring = next;
              rekey.accept(next);
              LOG.infof("keys: %s, the first one seals", next.prints());
              return new Message.KeyReport("", next.prints());
            })
        .recover(
            failure -> {
              LOG.errorf("keys: the file cannot be written: %s", failure.getMessage());
              var why =
                  failure instanceof IOException
                      ? "its keyring file cannot be written"
                      : "it failed";
              return Future.succeededFuture(new Message.KeyReport(why, keyring.prints()));
            });
  }

  private Keyring next(Order order, Bytes argument) {
    if (!keyring.encrypts()) {
      throw new IllegalArgumentException("it does not encrypt");
    }
    return switch (order) {
      case LIST -> keyring;
      case INSTALL -> keyring.with(Keyring.key(base64(argument)));
      case USE -> keyring.using(argument.text());
      case REMOVE -> keyring.without(argument.text());
    };
  }

  private static String base64(Bytes key) {
    return new String(Base64.getEncoder().encode(key.toBytes()), StandardCharsets.US_ASCII);
  }
}
