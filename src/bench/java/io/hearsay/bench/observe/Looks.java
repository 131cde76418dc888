package io.hearsay.bench.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hearsay.balancer.observe.Backends;
import io.hearsay.balancer.observe.History;
import io.hearsay.balancer.observe.Observer;
import io.hearsay.balancer.observe.ServerStat;
import io.hearsay.testkit.Results;
import java.lang.ref.Reference;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** An hour's worth of looks at a HAProxy with many servers, as fast as possible. */
final class Looks {
  private static final int LOOKS = 3600;
  private static final int SERVICES = Readers.SERVICES;
  private static final double NANOS_A_SECOND = 1e9;
  private static final double PER_CENT = 100;
  private static final double KIB = 1024;

  /** The relevant columns of HAProxy 2.6, among as many others as it has. */
  private static final String TITLES =
      "# pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,"
          + "wredis,status,weight,act,bck,chkfail,chkdown,lastchg,downtime,qlimit,pid,iid,sid,"
          + "throttle,lbtot,tracked,type,rate,rate_lim,rate_max,check_status,check_code,"
          + "check_duration,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,"
          + "a,b,c,d,e,f,g,h,i,j,k,l,last_chk,m,n,o,p,q,r,s,t,u,v,w,x,y,addr,cookie,mode,"
          + "z,aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,an,ao,ap,aq,ar,as,at,au,\n";

  private final int servers;

  Looks(int servers) {
    this.servers = servers;
  }

  void measure(Results.Section section) {
    // First, while nothing else on the heap could distort it.
    section.atMost(servers + " servers: history of an hour, KiB", size(), KIB);
    section.atMost(servers + " servers: remembering what was seen, % of a core", remembering(), .5);
    section.atMost(
        servers + " servers: reading HAProxy's table and remembering it, % of a core",
        looking(),
        .5);
  }

  private double remembering() {
    var history = new History();
    return costs(round -> remember(history, round));
  }

  private double looking() {
    var observer = observer();
    return costs(round -> observer.look());
  }

  /** The processor time of a look, as a share of the second that it covers. */
  private static double costs(IntConsumer look) {
    var threads = ManagementFactory.getThreadMXBean();
    for (int round = 0; round < LOOKS / 2; round++) {
      look.accept(round);
    }
    long began = threads.getCurrentThreadCpuTime();
    for (int round = LOOKS / 2; round < LOOKS; round++) {
      look.accept(round);
    }
    double spent = threads.getCurrentThreadCpuTime() - began;
    return PER_CENT * spent / NANOS_A_SECOND / (LOOKS / 2);
  }

  private void remember(History history, int round) {
    var all = stats(round);
    var services = all.stream().filter(ServerStat::isBackend).toList();
    history.see(Instant.ofEpochSecond(round), services, Backends.of(all));
  }

  /** Created anew each time, as when they are parsed: that counts as well. */
  private List<ServerStat> stats(int round) {
    var all = new ArrayList<ServerStat>(servers + SERVICES);
    for (int i = 0; i < servers + SERVICES; i++) {
      boolean service = i < SERVICES;
      all.add(
          new ServerStat(
              "service" + i % SERVICES,
              service ? "BACKEND" : "server" + i,
              new ServerStat.Health("UP", "L4OK", "", round),
              new ServerStat.Place("10.0.0.1:3000", 100, false),
              new ServerStat.Load(i, 0, i, (long) i * round, 0, 0),
              new ServerStat.Errors(round, 0, 0, 0)));
    }
    return all;
  }

  private Observer observer() {
    var table = ByteBuffer.wrap(table().getBytes(UTF_8));
    var config = config();
    var clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
    return new Observer((command, room) -> table, () -> Optional.of(config), clock, drift -> {});
  }

  private String table() {
    var text = new StringBuilder(TITLES);
    int columns = TITLES.split(",", -1).length - 1;
    for (int i = 0; i < servers; i++) {
      var row = new String[columns];
      java.util.Arrays.fill(row, "12");
      row[0] = "service" + i % SERVICES;
      row[1] = "server" + i;
      var titles = TITLES.split(",", -1);
      for (int column = 0; column < columns; column++) {
        switch (titles[column]) {
          case "status" -> row[column] = "UP";
          case "weight" -> row[column] = "100";
          case "addr" -> row[column] = "10.0.0.1:3000";
          default -> {}
        }
      }
      text.append(String.join(",", row)).append(",\n");
    }
    return text.toString();
  }

  private String config() {
    var text = new StringBuilder();
    for (int service = 0; service < SERVICES; service++) {
      text.append("backend service").append(service).append('\n');
      for (int i = service; i < servers; i += SERVICES) {
        text.append("    server server").append(i).append(" 10.0.0.1:3000 weight 100 check\n");
      }
    }
    return text.toString();
  }

  /** The heap that the history of an hour occupies, in KiB. */
  private double size() {
    long without = used();
    var history = new History();
    try {
      for (int round = 0; round < LOOKS; round += History.STEP_SECONDS) {
        remember(history, round);
      }
      return (used() - without) / KIB;
    } finally {
      Reference.reachabilityFence(history);
    }
  }

  private static long used() {
    var runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      runtime.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
