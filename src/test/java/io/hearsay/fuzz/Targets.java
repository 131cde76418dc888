package io.hearsay.fuzz;

import io.hearsay.balancer.apply.ConfigTextFuzz;
import io.hearsay.balancer.haproxy.ProgramWordsFuzz;
import io.hearsay.balancer.haproxy.RuntimeAnswersFuzz;
import io.hearsay.balancer.observe.StatisticsFuzz;
import io.hearsay.balancer.render.MembersFuzz;
import io.hearsay.balancer.render.RenderedFuzz;
import io.hearsay.balancer.render.TemplateFuzz;
import io.hearsay.cli.AgentAnswersFuzz;
import io.hearsay.http.api.RequestsFuzz;
import io.hearsay.membership.atomix.MemberMessageFuzz;
import io.hearsay.membership.crypto.PacketSealerFuzz;
import io.hearsay.membership.docker.HttpAnswerFuzz;
import io.hearsay.membership.mdns.MulticastDnsFuzz;
import io.hearsay.membership.transport.FramesFuzz;
import io.hearsay.membership.transport.QuestionFuzz;
import io.hearsay.membership.wire.DecoderFuzz;
import java.util.List;

/** All targets; each is declared beside the code that it reads with. */
final class Targets {
  static final List<Target> ALL =
      List.of(
          DecoderFuzz.target(),
          PacketSealerFuzz.target(),
          FramesFuzz.target(),
          QuestionFuzz.target(),
          MemberMessageFuzz.target(),
          HttpAnswerFuzz.target(),
          MulticastDnsFuzz.target(),
          RequestsFuzz.target(),
          AgentAnswersFuzz.target(),
          RuntimeAnswersFuzz.target(),
          StatisticsFuzz.target(),
          ProgramWordsFuzz.target(),
          ConfigTextFuzz.target(),
          MembersFuzz.catalog(),
          RenderedFuzz.target(),
          TemplateFuzz.target());

  private Targets() {}

  /** The targets with these names, or all of them if no name is given. */
  static List<Target> named(List<String> names) {
    for (var name : names) {
      if (ALL.stream().noneMatch(t -> t.name().equals(name))) {
        throw new IllegalArgumentException(
            "there is no target " + name + " but " + ALL.stream().map(Target::name).toList());
      }
    }
    return ALL.stream().filter(t -> names.isEmpty() || names.contains(t.name())).toList();
  }
}
