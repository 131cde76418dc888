package io.hearsay.balancer;

import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.CatalogBuilder;
import io.hearsay.balancer.model.LeftOut;
import io.hearsay.balancer.policy.FlapDamping;
import io.hearsay.balancer.policy.MinServersPolicy;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.MemberStatus;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which servers are wanted: the newest view, without what is held back, with what is kept although
 * it has vanished. For the pipeline's thread.
 */
final class WantedServers {
  private final BalancerSettings settings;
  private final CatalogBuilder catalogs;
  private final FlapDamping damping;
  private final MinServersPolicy emptyPolicy;
  private ClusterView taken;
  private Catalog catalog;
  private List<ProxyStatus.Server> shown = List.of();

  /** Whether HAProxy was taken over and nothing was applied since. */
  private boolean adopted;

  WantedServers(BalancerSettings settings) {
    this.settings = settings;
    this.catalogs = new CatalogBuilder(settings.services());
    this.damping = new FlapDamping(settings.guard().flapHalfLife().toMillis());
    this.emptyPolicy =
        new MinServersPolicy(
            settings.empty(), settings.guard().minServers(), settings.guard().grace().toMillis());
  }

  /** HAProxy was taken over, possibly with servers that this process has not heard of yet. */
  void adopted() {
    adopted = true;
  }

  /** HAProxy runs with what is wanted. */
  void applied() {
    adopted = false;
  }

  /**
   * Looks at the newest view, as far as it is new or means something else by now.
   *
   * @return whether something else is wanted
   */
  boolean look(ClusterView view, long now) {
    if (view == null || (view == taken && now < reviewAt())) {
      return false;
    }
    taken = view;
    var next =
        emptyPolicy.choose(view, damping.filter(catalogs.build(view), wished(view), now), now);
    if (next.equals(catalog) || (adopted && saysLittle(next))) {
      return false;
    }
    catalog = next;
    shown = ProxyStatus.Server.of(next);
    return true;
  }

  /** Whether a member's absence from the catalog is its own or its operator's wish, not a fault. */
  private static Predicate<String> wished(ClusterView view) {
    return name ->
        view.member(name)
            .filter(
                m ->
                    m.status() == MemberStatus.LEFT
                        || m.status() == MemberStatus.LEAVING
                        || (m.status().present() && m.healthy()))
            .isPresent();
  }

  /** A view without servers says little to a sidecar that has just found a HAProxy with servers. */
  private boolean saysLittle(Catalog next) {
    return next.isEmpty()
        && !emptyPolicy.sawServers()
        && settings.empty() == BalancerSettings.Empty.KEEP_LAST;
  }

  /**
   * When the newest view means something else, though it is still the same; {@link Long#MAX_VALUE}
   * if it never does.
   */
  long reviewAt() {
    return Math.min(
        damping.next().orElse(Long.MAX_VALUE), emptyPolicy.next().orElse(Long.MAX_VALUE));
  }

  /** Whether anything is known to be wanted. */
  boolean known() {
    return catalog != null;
  }

  /** What is wanted; {@code null} if that is not known. */
  Catalog catalog() {
    return catalog;
  }

  /** Whether a name is that of a member, present or remembered. */
  boolean isMember(String name) {
    return taken != null && taken.member(name).isPresent();
  }

  /** The servers of that, as they are shown. */
  List<ProxyStatus.Server> shown() {
    return shown;
  }

  /** Values of members that were refused so far. */
  long rejected() {
    return catalogs.rejected();
  }

  /** How often a server went as if by a fault. */
  long flaps() {
    return damping.flaps();
  }

  /** Members that are in no service because of something that they say. */
  List<LeftOut> leftOut() {
    return catalogs.leftOut();
  }

  /** Servers that are held back, as SERVICE/SERVER. */
  List<String> held() {
    return damping.held();
  }
}
