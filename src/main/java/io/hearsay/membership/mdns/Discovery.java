package io.hearsay.membership.mdns;

import io.hearsay.membership.swim.Timers;
import io.vertx.core.AsyncResult;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Finds the other members of a network by multicast DNS (RFC 6762): asks for them, and answers when
 * they ask. What is found are places to ask, as seeds are, and nothing of it is believed; at most
 * {@value #MOST} are kept, each for as long as it says, no longer than {@value #HOLDS_SECONDS} s.
 *
 * <p>A member announces itself at its start, so that the others need not ask to find it. Questions
 * are for what got lost: the first after {@value #SOON_MILLIS} ms and some, the next a second
 * later, then at twice the interval each time, up to {@value #SLOWEST_MILLIS} ms. A question that
 * is heard replaces one's own, since everybody hears the answers; each member answers at most once
 * in {@value #BETWEEN_ANSWERS_MILLIS} ms. So a hundred members cost a hundred datagrams a minute.
 *
 * <p>Confined to the context of the timers.
 */
public final class Discovery {
  private static final Logger LOG = Logger.getLogger("hearsay.cluster");
  private static final int MOST = 64;
  private static final long HOLDS_SECONDS = 120;
  private static final long SOON_MILLIS = 20;
  private static final int SPREAD_MILLIS = 100;
  private static final long FIRST_MILLIS = 1000;
  private static final long SLOWEST_MILLIS = 60_000;
  private static final long BETWEEN_ANSWERS_MILLIS = 1000;

  private final Service service;
  private final Group group;
  private final Predicate<InetAddress> allowed;
  private final Consumer<Set<InetSocketAddress>> found;
  private final Timers timers;
  private final RandomGenerator random;
  private final Map<InetSocketAddress, Long> until = new LinkedHashMap<>();
  private Set<InetSocketAddress> told = Set.of();
  private InetSocketAddress self;
  private Timers.Timer question = () -> {};
  private long interval;
  private long asked;
  private long answered = Long.MIN_VALUE / 2;
  private boolean answering;
  private boolean stopped;
  private int starts;
  private String trouble = "";

  /**
   * Who is looked for.
   *
   * @param service its name, 1 to 54 letters, digits, {@code _} and {@code -}
   * @param member this member's name
   * @param allowed which addresses members may have
   */
  public record Sought(String service, String member, Predicate<InetAddress> allowed) {}

  /**
   * Creates a discovery that is not started.
   *
   * @param found receives all places that are known whenever they have changed
   */
  public Discovery(
      Sought sought,
      Group group,
      Timers timers,
      RandomGenerator random,
      Consumer<Set<InetSocketAddress>> found) {
    this.service = new Service(sought.service(), sought.member());
    this.allowed = sought.allowed();
    this.group = group;
    this.timers = timers;
    this.random = random;
    this.found = found;
  }

  /**
   * Starts, or goes on with another address on what may be another network.
   *
   * @param address where this member is reached
   */
  public void start(InetSocketAddress address) {
    if (stopped) {
      return;
    }
    self = address;
    int mine = ++starts;
    group
        .join(address.getAddress(), this::heard)
        .onComplete(
            joined -> {
              if (mine == starts && !stopped) {
                begin(joined);
              }
            });
  }

  private void begin(AsyncResult<Void> joined) {
    if (joined.succeeded()) {
      trouble = "";
      interval = 0;
      answer();
      askIn(SOON_MILLIS + random.nextInt(SPREAD_MILLIS));
    } else {
      var reason = String.valueOf(joined.cause().getMessage());
      if (!reason.equals(trouble)) {
        LOG.warnf("hearsay.discover finds nobody: %s (it is tried again and again)", reason);
      }
      trouble = reason;
      question.cancel();
      question = timers.after(SLOWEST_MILLIS, () -> start(self));
    }
  }

  /** Tells the others that this member is leaving, and ends. */
  public void stop() {
    if (!stopped) {
      stopped = true;
      question.cancel();
      if (self != null) {
        group.send(service.answer(self, 0)).onComplete(sent -> group.leave());
      }
    }
  }

  private void askIn(long millis) {
    question.cancel();
    question = timers.after(millis, this::ask);
  }

  private void ask() {
    forget();
    asked(true);
    var unused = group.send(service.question());
  }

  /**
   * A question is on its way to everybody, so that the next one has time.
   *
   * @param own whether it is this member's
   */
  private void asked(boolean own) {
    long now = timers.millis();
    // One's own comes back, too, and others may ask at the same time.
    if (own || now - asked >= interval / 2) {
      interval = Math.clamp(2 * interval, FIRST_MILLIS, SLOWEST_MILLIS);
      asked = now;
    }
    askIn(interval + random.nextLong(interval / 4));
  }

  private void answer() {
    if (!answering) {
      answering = true;
      long soon = SOON_MILLIS + random.nextInt(SPREAD_MILLIS);
      long allowedIn = answered + BETWEEN_ANSWERS_MILLIS - timers.millis();
      timers.after(
          Math.max(soon, allowedIn),
          () -> {
            answering = false;
            if (!stopped) {
              answered = timers.millis();
              var unused = group.send(service.answer(self, HOLDS_SECONDS));
            }
          });
    }
  }

  private void heard(byte[] datagram) {
    if (stopped) {
      return;
    }
    var heard = service.heard(datagram);
    if (heard.asked()) {
      answer();
      asked(false);
    }
    if (!heard.places().isEmpty()) {
      forget();
      heard.places().forEach(this::place);
      tell();
    }
  }

  private void place(InetSocketAddress place, long seconds) {
    if (seconds == 0) {
      until.remove(place);
    } else if (isPlace(place) && (until.containsKey(place) || until.size() < MOST)) {
      until.put(place, timers.millis() + 1000 * Math.min(seconds, HOLDS_SECONDS));
    }
  }

  private boolean isPlace(InetSocketAddress place) {
    var ip = place.getAddress();
    boolean loopback = ip.isLoopbackAddress() && !self.getAddress().isLoopbackAddress();
    return !place.equals(self)
        && !loopback
        && !(ip instanceof Inet6Address && ip.isLinkLocalAddress())
        && !ip.isAnyLocalAddress()
        && !ip.isMulticastAddress()
        && allowed.test(ip);
  }

  /** Forgets what no longer holds. */
  private void forget() {
    long now = timers.millis();
    if (until.values().removeIf(time -> time <= now)) {
      tell();
    }
  }

  /** Tells all places if they have changed. */
  private void tell() {
    if (!told.equals(until.keySet())) {
      told = new LinkedHashSet<>(until.keySet());
      found.accept(told);
    }
  }
}
