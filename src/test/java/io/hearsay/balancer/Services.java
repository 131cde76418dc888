package io.hearsay.balancer;

import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.ServiceOptions.Balance;
import io.hearsay.balancer.model.ServiceOptions.Check;
import io.hearsay.balancer.model.ServiceOptions.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Makes options of services for tests. */
public final class Services {
  private Services() {}

  public static ServiceOptions tcp(String bind, Check check) {
    var d = ServiceOptions.defaults(Protocol.TCP);
    return new ServiceOptions(
        Protocol.TCP,
        Optional.of(bind),
        Balance.LEASTCONN,
        check,
        d.interval(),
        0,
        d.idle(),
        false,
        d.timeoutConnect(),
        d.timeoutServer(),
        d.hosts(),
        d.paths());
  }

  public static ServiceOptions http(Balance balance, Check check, int maxconn, boolean sticky) {
    var d = ServiceOptions.DEFAULT;
    return new ServiceOptions(
        Protocol.HTTP,
        Optional.empty(),
        balance,
        check,
        d.interval(),
        maxconn,
        d.idle(),
        sticky,
        d.timeoutConnect(),
        d.timeoutServer(),
        d.hosts(),
        d.paths());
  }

  public static ServiceOptions pinned(List<String> hosts, List<String> paths) {
    var d = ServiceOptions.DEFAULT;
    return new ServiceOptions(
        Protocol.HTTP,
        Optional.empty(),
        d.balance(),
        d.check(),
        d.interval(),
        0,
        d.idle(),
        false,
        d.timeoutConnect(),
        d.timeoutServer(),
        new TreeSet<>(hosts),
        new TreeSet<>(paths));
  }
}
