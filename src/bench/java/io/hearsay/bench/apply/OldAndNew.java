package io.hearsay.bench.apply;

import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.load.RequestFailed;
import io.hearsay.testkit.load.Wire;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Two web servers, named old and new, on ports 3000 and 3001 of every address of this network: any
 * number of members can be in front of them.
 */
final class OldAndNew implements AutoCloseable {
  private static final int WARM_UP = 50;

  private final List<Program> webs;

  OldAndNew(Stage stage) {
    webs =
        List.of(
            stage.startServer(new Host("old", "0.0.0.0"), 3000),
            stage.startServer(new Host("new", "0.0.0.0"), 3001));
    Stage.awaitServer(Host.web(1), 3000);
    Stage.awaitServer(Host.web(1), 3001);
    // A web server's first answer takes a tenth of a second, which must not count as ours.
    for (int i = 0; i < WARM_UP; i++) {
      try (var wire = Wire.open(new InetSocketAddress(Host.web(1).address(), 3001))) {
        wire.get(false);
      } catch (RequestFailed e) {
        throw new Failure("a web server does not answer", e);
      }
    }
  }

  @Override
  public void close() {
    webs.forEach(Program::kill);
  }
}
