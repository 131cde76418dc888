package io.hearsay.balancer;

import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.ServiceOptions.Balance;
import io.hearsay.balancer.model.ServiceOptions.Check;
import io.hearsay.balancer.model.ServiceOptions.Protocol;
import java.util.List;
import java.util.TreeSet;

/** Builds service options for tests. */
public final class Services {
  private Services() {}

  public static ServiceOptions tcp(String bind, Check check) {
    return ServiceOptions.defaults(Protocol.TCP)
        .with(ServiceOption.BIND, bind)
        .with(ServiceOption.BALANCE, Balance.LEASTCONN)
        .with(ServiceOption.CHECK, check);
  }

  public static ServiceOptions http(Balance balance, Check check, int maxconn, boolean sticky) {
    return ServiceOptions.DEFAULT
        .with(ServiceOption.BALANCE, balance)
        .with(ServiceOption.CHECK, check)
        .with(ServiceOption.MAXCONN, maxconn)
        .with(ServiceOption.STICKY, sticky);
  }

  public static ServiceOptions pinned(List<String> hosts, List<String> paths) {
    return ServiceOptions.DEFAULT
        .with(ServiceOption.HOST, new TreeSet<>(hosts))
        .with(ServiceOption.PATH, new TreeSet<>(paths));
  }
}
