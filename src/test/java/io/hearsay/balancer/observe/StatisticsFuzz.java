package io.hearsay.balancer.observe;

import static io.hearsay.fuzz.Target.hold;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hearsay.fuzz.Target;
import java.nio.ByteBuffer;

/** Answers to {@code show stat} on HAProxy's admin socket, or from whatever listens there. */
// Error Prone crashes in that check on the content of these literals.
@SuppressWarnings("StringConcatToTextBlock")
public final class StatisticsFuzz {
  private static final int MOST_COLUMNS_READ = 5;

  private StatisticsFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    return new Target(
        "statistics",
        StatisticsFuzz.class,
        StatisticsFuzz::fuzzerTestOneInput,
        Target.bytes(
            "# pxname,svname,qcur,scur,stot,bin,bout,econ,eresp,wretr,status,weight,bck,lastchg,"
                + "rate,check_status,hrsp_5xx,last_chk,addr,\n"
                + "web,a,0,1,7,1234,5678,0,0,0,UP,100,0,12,3,L7OK,0,,127.0.0.2:80,\n"
                + "web,b,0,0,0,0,0,1,2,3,DOWN,0,1,4,0,L4CON,9,\"refused, \"\"again\"\"\",[::1]:80,\n"
                + "web,BACKEND,0,1,7,1234,5678,0,0,0,UP,100,0,12,3,,0,,,\n\n",
            "# pxname,svname,weight,weight\nweb,a,99999999999,99999999999999999999999999\n",
            "# pxname,svname\n\nweb\n,\n\"\n\"a,b\n"),
        Target.bytes(
            "# pxname,svname,",
            "BACKEND",
            "\"\"",
            "weight",
            "lastchg",
            "2147483648",
            "9223372036854775807",
            "NOLB",
            ",,,"),
        1);
  }

  /**
   * The answer is understood or refused, without any other outcome; no figure is below its minimum,
   * and every text comes from the answer.
   */
  public static void fuzzerTestOneInput(byte[] input) {
    var text = Target.text(input);
    var answer = ByteBuffer.wrap(text.getBytes(UTF_8));
    new StatTable().parse(answer).ifPresent(all -> all.forEach(stat -> check(stat, text)));
  }

  private static void check(ServerStat stat, String text) {
    var load = stat.load();
    var errors = stat.errors();
    hold(stat.place().weight() >= 0, "weight " + stat.place().weight());
    hold(load.sessions() >= 0 && load.queue() >= 0 && load.rate() >= 0, load.toString());
    hold(load.total() >= 0 && load.bytesIn() >= 0 && load.bytesOut() >= 0, load.toString());
    hold(errors.connect() >= 0 && errors.response() >= 0, errors.toString());
    hold(errors.retries() >= 0 && errors.http5xx() >= 0, errors.toString());
    hold(errors.sum() >= 0, "the sum of " + errors);
    hold(stat.health().sinceSeconds() >= 0, "it changes in the future");
    hold(!stat.health().down() || !stat.health().serves(), "down, and it serves");
    int texts =
        stat.backend().length()
            + stat.name().length()
            + stat.health().status().length()
            + stat.health().check().length()
            + stat.place().address().length();
    hold(texts <= MOST_COLUMNS_READ * text.length(), "more text than was answered");
  }
}
