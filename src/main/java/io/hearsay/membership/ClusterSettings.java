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
 * What a member is started with; what each value means stands at its option.
 *
 * @param values of all options of {@link MembershipOption} that have a default, of {@link
 *     MembershipOption#NAME}, and of some others
 * @param tags at the start
 * @param healthy at the start
 */
public record ClusterSettings(OptionValues values, Tags tags, boolean healthy) {

  /** Gossip's port when none is given, the same as Serf's. */
  public static final int DEFAULT_PORT = 7946;

  /** Unique in the cluster, 1–128 bytes. */
  public String name() {
    return values.get(MembershipOption.NAME);
  }

  /** Where to listen for gossip, UDP and TCP. */
  public InetSocketAddress bind() {
    return values.get(MembershipOption.BIND);
  }

  /**
   * Which address others are told: an IP, a CIDR block or an interface's name, with a port if it is
   * another one outside; empty: see {@code AdvertiseAddress}.
   */
  public Optional<String> advertise() {
    return values.find(MembershipOption.ADVERTISE);
  }

  /** {@code HOST[:PORT]}, resolved again and again. */
  public List<String> seeds() {
    return values.get(MembershipOption.JOIN);
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

  /** Where the keyring came from; a rotation keeps it in step. */
  public Optional<Path> keyringFile() {
    return values.find(MembershipOption.KEYRING).flatMap(KeyringFile::file);
  }

  /** Addresses that members may have. */
  public AllowList allow() {
    return AllowList.of(values.get(MembershipOption.ALLOW));
  }

  /** File that remembers the members over a restart, if wanted. */
  public Optional<Path> memory() {
    return values.find(MembershipOption.MEMORY);
  }

  /** File that keeps the tags, if wanted. */
  public Optional<Path> tagsFile() {
    return values.find(MembershipOption.TAGS_FILE);
  }

  /** Whether the events that were told before this member came are wanted. */
  public boolean replay() {
    return values.get(MembershipOption.REPLAY);
  }

  /** Name server for seeds instead of the system's. */
  public Optional<InetSocketAddress> dns() {
    return values.find(MembershipOption.DNS);
  }

  /** The protocol's timers. */
  public Profile profile() {
    return values.get(MembershipOption.PROFILE);
  }
}
