package io.hearsay.balancer.haproxy;

import io.hearsay.process.ListenTable;
import io.hearsay.process.ListenTable.Listening;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds processes other than HAProxy's that listen on its addresses. An attempt to bind does not
 * show this: with SO_REUSEPORT two HAProxys of the same user share an address, and each client gets
 * one of them at random.
 *
 * <p>The owner of a socket is looked up once. For one thread; blocks while reading /proc.
 */
public final class Strangers {
  private final ProcessList ours;

  /** Owners of sockets by inode; empty for one of ours. */
  private Map<Long, Optional<String>> known = Map.of();

  /** Creates an instance for the HAProxy with this configuration and pid file. */
  public Strangers(Path config, Path pidFile) {
    this.ours = new ProcessList(config, pidFile);
  }

  /**
   * An address that HAProxy should listen on.
   *
   * @param host an IP literal; empty for all of IPv4
   */
  public record Address(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * Another process on one of our addresses.
   *
   * @param owner its program and pid, as far as they are known
   */
  public record Stranger(Address address, String owner) {
    /** A description for an operator. */
    public String text() {
      return owner + " listens on " + address;
    }
  }

  /** All other processes on these addresses, in the order of the addresses. */
  public List<Stranger> on(Set<Address> addresses) {
    var found = new ArrayList<Stranger>();
    var owners = new HashMap<Long, Optional<String>>();
    var table = ListenTable.read();
    Optional<Ours> mine = Optional.empty();
    for (var address : addresses) {
      for (var socket : table) {
        if (!overlaps(address, socket)) {
          continue;
        }
        var owner = known.get(socket.inode());
        if (owner == null) {
          mine = mine.or(() -> Optional.of(look()));
          owner = mine.get().owner(socket);
        }
        owners.put(socket.inode(), owner);
        owner.map(who -> new Stranger(address, who)).ifPresent(found::add);
      }
    }
    known = owners;
    return found.stream().distinct().toList();
  }

  /**
   * Our processes.
   *
   * @param sockets their sockets, as far as they are visible
   * @param all whether all are visible; those of a HAProxy that has switched to another user are
   *     not
   */
  private record Ours(Set<Long> pids, Set<Long> sockets, boolean all) {
    /** The owner of a socket, if it is not one of ours. */
    Optional<String> owner(Listening socket) {
      if (sockets.contains(socket.inode())) {
        return Optional.empty();
      }
      var pid = ListenTable.owner(socket.inode());
      if (pid.isPresent()) {
        return pids.contains(pid.getAsLong())
            ? Optional.empty()
            : Optional.of(ListenTable.name(pid.getAsLong()) + " (process " + pid.getAsLong() + ")");
      }
      return all ? Optional.of("another process, of another user or container,") : Optional.empty();
    }
  }

  private Ours look() {
    var pids = new HashSet<Long>();
    var sockets = new HashSet<Long>();
    boolean all = true;
    for (var process : ours.all()) {
      var its = ListenTable.sockets(process.pid());
      pids.add(process.pid());
      its.ifPresent(sockets::addAll);
      all &= its.isPresent() || !HaproxyProcess.isAlive(process);
    }
    return new Ours(pids, sockets, all);
  }

  private static boolean overlaps(Address address, Listening socket) {
    if (address.port() != socket.port()) {
      return false;
    }
    try {
      var ours = InetAddress.getByName(address.host().isEmpty() ? "0.0.0.0" : address.host());
      return ours.equals(socket.address())
          || ours.getClass() == socket.address().getClass()
              && (ours.isAnyLocalAddress() || socket.address().isAnyLocalAddress());
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
