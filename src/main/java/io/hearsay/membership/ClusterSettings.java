package io.hearsay.membership;

import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.swim.Profile;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a member is started with.
 *
 * @param name unique in the cluster, 1–128 bytes
 * @param bind where to listen for gossip, UDP and TCP
 * @param advertise which address others are told: an IP, a CIDR block or an interface's name, with
 *     a port if it is another one outside; empty: see {@code AdvertiseAddress}
 * @param seeds {@code HOST[:PORT]}, resolved again and again
 * @param label the cluster's name; members of another one are not understood
 * @param keyring empty: no encryption
 * @param keyringFile where the keyring came from; a rotation keeps it in step
 * @param allow addresses that members may have
 * @param memory file that remembers the members over a restart, if wanted
 * @param dns name server for seeds instead of the system's
 * @param tags at the start
 * @param healthy at the start
 */
public record ClusterSettings(
    String name,
    InetSocketAddress bind,
    Optional<String> advertise,
    List<String> seeds,
    String label,
    Keyring keyring,
    Optional<Path> keyringFile,
    AllowList allow,
    Optional<Path> memory,
    Optional<InetSocketAddress> dns,
    Profile profile,
    Tags tags,
    boolean healthy) {

  /** Gossip's port when none is given, the same as Serf's. */
  public static final int DEFAULT_PORT = 7946;
}
