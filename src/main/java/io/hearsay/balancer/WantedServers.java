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
 * The wanted servers: those of the newest view, without those that are held back, and with those
 * that are kept although they have disappeared. For the pipeline's thread.
 */
final class WantedServers {
  private final BalancerSettings settings;
  private final CatalogBuilder catalogs;
  private final FlapDamping damping;
  private final MinServersPolicy emptyPolicy;
  private ClusterView taken;
  private Catalog catalog;
  private List<ProxyStatus.Server> shown = List.of();

  /** Whether HAProxy was adopted and nothing has been applied since. */
  private boolean adopted;

  WantedServers(BalancerSettings settings) {
    this.settings = settings;
    this.catalogs = new CatalogBuilder(settings.services());
    this.damping = new FlapDamping(settings.guard().flapHalfLife().toMillis());
    this.emptyPolicy =
        new MinServersPolicy(
            settings.empty(), settings.guard().minServers(), settings.guard().grace().toMillis());
  }

  /** HAProxy has been adopted, possibly with servers that this process has not heard of yet. */
  void adopted() {
    adopted = true;
  }

  /** HAProxy runs with what is wanted. */
  void applied() {
    adopted = false;
  }

  /**
   * Evaluates the newest view, if it is new or has a different meaning by now.
   *
   * @return whether the wanted servers have changed
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

  /**
   * Which members are absent from the catalog by their own or their operator's wish rather than a
   * fault.
   */
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

  /**
   * Whether to ignore a view without servers: a sidecar that has just adopted a HAProxy with
   * servers may not have heard of them yet.
   */
  private boolean saysLittle(Catalog next) {
    return next.isEmpty()
        && !emptyPolicy.sawServers()
        && settings.empty() == BalancerSettings.Empty.KEEP_LAST;
  }

  /**
   * When the meaning of the newest view changes although the view does not; {@link Long#MAX_VALUE}
   * if never.
   */
  long reviewAt() {
    return Math.min(
        damping.next().orElse(Long.MAX_VALUE), emptyPolicy.next().orElse(Long.MAX_VALUE));
  }

  /** Whether it is known what is wanted. */
  boolean known() {
    return catalog != null;
  }

  /** The wanted catalog; {@code null} if it is not known. */
  Catalog catalog() {
    return catalog;
  }

  /** Whether a present or remembered member has this name. */
  boolean isMember(String name) {
    return taken != null && taken.member(name).isPresent();
  }

  /** The servers of the wanted catalog, for display. */
  List<ProxyStatus.Server> shown() {
    return shown;
  }

  /** Number of members' values rejected so far. */
  long rejected() {
    return catalogs.rejected();
  }

  /** How often a server disappeared unexpectedly. */
  long flaps() {
    return damping.flaps();
  }

  /** Members that are left out because of an invalid tag, name or address. */
  List<LeftOut> leftOut() {
    return catalogs.leftOut();
  }

  /** Servers that are held back, as SERVICE/SERVER. */
  List<String> held() {
    return damping.held();
  }
}
