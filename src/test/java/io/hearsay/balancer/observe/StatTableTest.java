package io.hearsay.balancer.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatTableTest {
  private static final String TITLES =
      "# pxname,svname,qcur,scur,stot,bin,bout,econ,eresp,wretr,status,weight,bck,lastchg,rate,"
          + "check_status,hrsp_5xx,last_chk,addr,new_column,\n";

  private static ByteBuffer answer(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static Optional<List<ServerStat>> parse(String text) {
    return new StatTable().parse(answer(text));
  }

  @Test
  void knownColumnsAreReadWhateverElseThereIs() {
    var stats =
        parse(
                TITLES
                    + "web,web1,1,2,30,400,500,6,7,8,DOWN,100,0,9,10,L4CON,11,"
                    + "\"Connection refused, \"\"now\"\"\",127.0.0.1:80,x,\n"
                    + "web,BACKEND,1,2,30,400,500,6,7,8,UP,100,0,9,10,,11,,,,\n")
            .orElseThrow();

    assertThat(stats)
        .containsExactly(
            new ServerStat(
                "web",
                "web1",
                new ServerStat.Health("DOWN", "L4CON", "Connection refused, \"now\"", 9),
                new ServerStat.Place("127.0.0.1:80", 100, false),
                new ServerStat.Load(2, 1, 10, 30, 400, 500),
                new ServerStat.Errors(6, 7, 8, 11)),
            new ServerStat(
                "web",
                "BACKEND",
                new ServerStat.Health("UP", "", "", 9),
                new ServerStat.Place("", 100, false),
                new ServerStat.Load(2, 1, 10, 30, 400, 500),
                new ServerStat.Errors(6, 7, 8, 11)));
  }

  /** Texts of the answer before are used again, wherever they stood; only if they are the same. */
  @Test
  void whatHasChangedSinceTheLastAnswerIsNew() {
    var table = new StatTable();
    table.parse(
        answer(
            TITLES
                + "web,web1,0,0,0,0,0,0,0,0,UP,100,0,9,0,L7OK,0,ok,127.0.0.1:80,x,\n"
                + "web,web2,0,0,0,0,0,0,0,0,UP,100,0,9,0,L7OK,0,ok,127.0.0.2:80,x,\n"));

    var stats =
        table
            .parse(
                answer(
                    TITLES
                        + "web,web2,10,0,0,0,0,0,0,0,UP,100,0,10,0,L7OK,0,ok,127.0.0.2:80,x,\n"
                        + "web,web3,0,0,0,0,0,0,0,0,NO,100,0,0,0,,0,,127.0.0.2:80,x,\n"
                        + "web,BACKEND,10,0,0,0,0,0,0,0,UP,200,0,10,0,,0,,,x,\n"))
            .orElseThrow();

    assertThat(stats.stream().map(s -> s.name() + " " + s.health().status() + s.health().text()))
        .containsExactly("web2 UPok", "web3 NO", "BACKEND UP");
    assertThat(stats.stream().map(s -> s.place().address()))
        .containsExactly("127.0.0.2:80", "127.0.0.2:80", "");
    assertThat(stats.getFirst().load().queue()).isEqualTo(10);
  }

  /** The array of an answer is used for the next one, which may be shorter. */
  @Test
  void onlyTheAnswerIsReadNotTheRoomAfterIt() {
    var room = ByteBuffer.allocate(200).put(answer(TITLES + "web,old,0\n"));
    room.clear().put(answer("# pxname,svname,status\nweb,new,\u00dcP\n")).flip();
    var table = new StatTable();

    for (int look = 0; look < 2; look++) {
      var stats = table.parse(room).orElseThrow();

      assertThat(stats.stream().map(s -> s.name() + " " + s.health().status()))
          .containsExactly("new \u00dcP");
    }
  }

  @Test
  void anythingElseIsNoTable() {
    assertThat(parse("")).isEmpty();
    assertThat(parse("Unknown command")).isEmpty();
    assertThat(parse("# id,name\n1,2")).isEmpty();
  }

  @Test
  void garbageInALineIsNoFigure() {
    var stats =
        parse("# pxname,svname,scur,status\nweb,\"a,b\nweb,c,99999999999999999999,UP,1,2")
            .orElseThrow();

    assertThat(stats).hasSize(2);
    assertThat(stats.get(0).health().status()).isEmpty();
    assertThat(stats.get(1).load().sessions()).isZero();
  }
}
