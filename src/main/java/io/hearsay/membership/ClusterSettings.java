package io.hearsay.membership;

import io.hearsay.membership.MembershipOption.KeyringFile;
import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.swim.Profile;
import io.hearsay.option.OptionValues;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings that a member starts with; each value is described at its option.
 *
 * @param values of {@link MembershipOption#NAME}, of all options of {@link MembershipOption} that
 *     have a default, and of any others that are set
 * @param tags at the start
 * @param healthy whether the application counts as healthy at the start
 */
public record ClusterSettings(OptionValues values, Tags tags, boolean healthy) {

  /** The default port of gossip, the same as Serf's. */
  public static final int DEFAULT_PORT = 7946;

  /** Unique in the cluster, 1–128 bytes. */
  public String name() {
    return values.get(MembershipOption.NAME);
  }

  /** Where to listen for gossip, on UDP and TCP. */
  public InetSocketAddress bind() {
    return values.get(MembershipOption.BIND);
  }

  /**
   * How to find the advertised address: an IP, a CIDR block or the name of an interface, with a
   * port if it differs outside; if empty, see {@code AdvertiseAddress}.
   */
  public Optional<String> advertise() {
    return values.find(MembershipOption.ADVERTISE);
  }

  /** {@code HOST[:PORT]}, resolved repeatedly. */
  public List<String> seeds() {
    return values.get(MembershipOption.JOIN);
  }

  /** The name under which members of one network find each other, if they do. */
  public Optional<String> discover() {
    return values.find(MembershipOption.DISCOVER);
  }

  /** The cluster's name; members of another one are not understood. */
  public String label() {
    return values.find(MembershipOption.LABEL).orElse("");
  }

  /** Empty: no encryption. */
  public Keyring keyring() {
    return values
        .find(MembershipOption.KEYRING)
        .map(KeyringFile::keyring)
        .or(() -> values.find(MembershipOption.ENCRYPT))
        .orElse(Keyring.none());
  }

  /** The file that the keyring came from; a key rotation updates it. */
  public Optional<Path> keyringFile() {
    return values.find(MembershipOption.KEYRING).flatMap(KeyringFile::file);
  }

  /** The addresses that members may have. */
  public AllowList allow() {
    return AllowList.of(values.get(MembershipOption.ALLOW));
  }

  /** The file that remembers the members across restarts, if set. */
  public Optional<Path> memory() {
    return values.find(MembershipOption.MEMORY);
  }

  /** The file that keeps the tags, if set. */
  public Optional<Path> tagsFile() {
    return values.find(MembershipOption.TAGS_FILE);
  }

  /** Whether to receive the events that were sent before this member joined. */
  public boolean replay() {
    return values.get(MembershipOption.REPLAY);
  }

  /** The name server for seeds, if not the system's. */
  public Optional<InetSocketAddress> dns() {
    return values.find(MembershipOption.DNS);
  }

  /** The protocol's timers. */
  public Profile profile() {
    return values.get(MembershipOption.PROFILE);
  }
}
