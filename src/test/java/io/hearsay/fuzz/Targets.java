package io.hearsay.fuzz;

import io.hearsay.api.RequestsFuzz;
import io.hearsay.cli.AgentAnswersFuzz;
import io.hearsay.cluster.transport.FramesFuzz;
import io.hearsay.cluster.wire.DecoderFuzz;
import io.hearsay.cluster.wire.EnvelopeFuzz;
import io.hearsay.proxy.ConfigTextFuzz;
import io.hearsay.proxy.MembersFuzz;
import io.hearsay.proxy.RenderedFuzz;
import io.hearsay.proxy.TemplateFuzz;
import io.hearsay.proxy.haproxy.ProgramWordsFuzz;
import io.hearsay.proxy.haproxy.RuntimeAnswersFuzz;
import java.util.List;

/** All of them, each beside what it reads. */
final class Targets {
  static final List<Target> ALL =
      List.of(
          DecoderFuzz.target(),
          EnvelopeFuzz.target(),
          FramesFuzz.target(),
          RequestsFuzz.target(),
          AgentAnswersFuzz.target(),
          RuntimeAnswersFuzz.target(),
          ProgramWordsFuzz.target(),
          ConfigTextFuzz.target(),
          MembersFuzz.catalog(),
          RenderedFuzz.target(),
          TemplateFuzz.target());

  private Targets() {}

  /** Those of these names; all if there is none. */
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
