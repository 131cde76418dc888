package io.hearsay.config;

import io.hearsay.appcheck.CheckOption;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.FrontOption;
import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.handler.HandlerOption;
import io.hearsay.membership.MembershipOption;
import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.output.LogOption;
import io.hearsay.supervise.ProcessOption;
import io.hearsay.supervise.SuperviseOption;
import java.util.List;

/** All settings of the agent; they are declared in the packages that use them. */
public final class Options {
  /** The groups that exist once, in the order of the reference. */
  public static final List<OptionGroup> GROUPS =
      List.of(
          MembershipOption.GROUP,
          HttpOption.GROUP,
          CheckOption.GROUP,
          SuperviseOption.GROUP,
          BalancerOption.GROUP,
          FrontOption.GROUP,
          StopOption.GROUP,
          HandlerOption.GROUP,
          LogOption.GROUP);

  /** The groups that several named things have each. */
  public static final List<OptionGroup> GROUPS_OF_EACH =
      List.of(ServiceOption.GROUP, ProcessOption.GROUP);

  private Options() {}

  /** All options of the groups that exist once. */
  public static List<Option<?>> all() {
    return GROUPS.stream().<Option<?>>flatMap(group -> group.options().stream()).toList();
  }
}
