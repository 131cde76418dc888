package io.hearsay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Common mistakes on the command line and in JSON. Each is refused with what is wrong and what to
 * do instead.
 */
final class Mistakes {
  private static final int NO = 1;
  private static final int USAGE = 2;
  private static final int UNREACHABLE = 3;
  private static final int BAD_REQUEST = 400;

  private static final String TAGS = "PUT /v1/agent/tags";
  private static final String DRAIN = "POST /v1/agent/drain";
  private static final String JOIN = "POST /v1/agent/join";
  private static final String KEYS = "POST /v1/keys";

  private final List<Typed> typed = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();

  private Mistakes() {}

  /**
   * A mistaken command line.
   *
   * @param arguments {@code $API} stands for an agent's API, {@code $NOWHERE} for an address
   *     without an agent, {@code $DIR} for a directory
   * @param code the exit code
   * @param says the cause and the remedy, in any order
   */
  record Typed(List<String> arguments, int code, List<String> says) {
    /** What is wrong with how it was refused. */
    List<String> wrong(Ended ended) {
      var wrong = new ArrayList<String>();
      if (ended.code() != code) {
        wrong.add(this + "\n  ended with " + ended.code() + ", not " + code);
      }
      if (!ended.out().isEmpty()) {
        wrong.add(this + "\n  prints " + ended.out());
      }
      if (ended.err().lines().anyMatch(l -> !l.startsWith("hearsay: "))) {
        wrong.add(this + "\n  a line without the program's name:  " + ended.err());
      }
      wrong.addAll(lacking(says, ended.err(), this));
      return wrong;
    }

    @Override
    public String toString() {
      return "hearsay " + String.join(" ", arguments);
    }
  }

  /**
   * A mistaken call of the API.
   *
   * @param body of the type application/json
   */
  record Sent(String request, String body, int status, List<String> says) {
    String method() {
      return request.substring(0, request.indexOf(' '));
    }

    String path() {
      return request.substring(request.indexOf(' ') + 1);
    }

    /**
     * What is wrong with how it was refused.
     *
     * @param type the content type
     * @param problem the whole document
     */
    List<String> wrong(int answered, String type, String problem) {
      if (answered != status || !type.startsWith("application/problem+json")) {
        return List.of(this + "\n  is answered with " + answered + " " + type);
      }
      return lacking(says, Json.parse(problem).getString("detail"), this);
    }

    @Override
    public String toString() {
      return request + " " + body;
    }
  }

  /** How a command line ended. */
  record Ended(int code, String out, String err) {}

  private static List<String> lacking(List<String> says, String text, Object what) {
    return says.stream()
        .filter(s -> !text.contains(s))
        .map(s -> what + "\n  does not say: " + s + "\n  says: " + text.strip())
        .toList();
  }

  /** The arguments with what {@code $API}, {@code $NOWHERE} and {@code $DIR} stand for. */
  static List<String> words(List<String> arguments, String api, String nowhere, Path directory) {
    return arguments.stream()
        .map(
            a ->
                a.replace("$API", api)
                    .replace("$NOWHERE", nowhere)
                    .replace("$DIR", directory.toString()))
        .toList();
  }

  /** Writes the files that the command lines name. */
  static void files(Path directory) throws IOException {
    Files.writeString(directory.resolve("typo.properties"), "hearsay.lable=x\n");
    Files.writeString(directory.resolve("tags.properties"), "hearsay.tag=zone=a b\n");
  }

  static List<Typed> typed() {
    var all = new Mistakes();
    all.words();
    all.filters();
    all.changes();
    all.addresses();
    all.settings();
    all.tags();
    return List.copyOf(all.typed);
  }

  static List<Sent> sent() {
    var all = new Mistakes();
    all.bodies();
    all.tagsInJson();
    return List.copyOf(all.sent);
  }

  private void typed(int code, String line, String... says) {
    typed.add(new Typed(List.of(line.split(" ", -1)), code, List.of(says)));
  }

  private void sent(String request, String body, String... says) {
    sent.add(new Sent(request, body, BAD_REQUEST, List.of(says)));
  }

  private void words() {
    typed(USAGE, "membrs", "membrs", "did you mean", "members");
    typed(USAGE, "--nope", "unknown option", "--nope", "--help");
    typed(USAGE, "members --http $API --fromat=json", "--fromat", "did you mean --format?");
    typed(USAGE, "agent --rol backend", "--rol", "did you mean --role?");
    typed(USAGE, "help nonsense", "nonsense", "hearsay help");
    typed(USAGE, "members --status", "--status", "--help");
    typed(USAGE, "join --http $API", "HOST[:PORT]", "hearsay join --help");
    typed(USAGE, "rtt --http $API", "NAME", "hearsay rtt --help");
    typed(USAGE, "rtt --http $API a b c", "\"c\"", "one too many", "NAME");
    typed(USAGE, "force-leave --http $API a b", "\"b\"", "one too many");
    typed(USAGE, "event --http $API deploy v1 v2", "\"v2\"", "one too many", "quotes");
    typed(USAGE, "query --http $API load a b", "\"b\"", "one too many", "quotes");
    typed(USAGE, "info --http $API now", "now", "hearsay info --help");
    typed(USAGE, "version 1", "1", "hearsay version --help");
    typed(USAGE, "agent --name a --name b", "--name", "only once");
  }

  private void filters() {
    for (var verb :
        List.of("members", "info", "tags --set a=b", "drain", "rtt x", "reachability")) {
      typed(USAGE, verb + " --http $API --format yaml", "--format \"yaml\"", "text", "json");
    }
    typed(USAGE, "keygen --format=xml", "--format \"xml\"", "text and json");
    typed(USAGE, "health --format=", "--format \"\"", "text and json");
    typed(USAGE, "members --http $API --status=alve", "--status \"alve\"", "alive", "failed");
    typed(USAGE, "members --http $API --name=[", "--name \"[\"", "no regular expression");
    typed(USAGE, "members --http $API --tag role=(", "--tag \"(\"", "no regular expression");
    typed(USAGE, "members --http $API --tag role", "--tag \"role\"", "KEY=REGEX");
    typed(USAGE, "query --http $API load --timeout=abc", "--timeout \"abc\"", "500ms");
    typed(USAGE, "query --http $API load --timeout=0", "--timeout \"0\"", "1ms to 1m");
    typed(
        USAGE,
        "top --http $API --sort beauty",
        "--sort \"beauty\"",
        "name, state, load and errors");
    typed(USAGE, "top --http $API --interval soon", "--interval \"soon\"", "500ms");
    typed(USAGE, "reachability --http $API --timeout 2h", "--timeout \"2h\"", "500ms");
  }

  private void changes() {
    typed(USAGE, "tags --http $API", "nothing to change", "--set KEY=VALUE", "--delete KEY");
    typed(USAGE, "tags --http $API --set weight", "--set \"weight\"", "KEY=VALUE");
    typed(USAGE, "tags --http $API --set =1", "--set \"=1\"", "KEY=VALUE");
    typed(USAGE, "tags --http $API --delete=", "--delete \"\"", "has a name");
    typed(USAGE, "drain --http $API --off --maintenance", "--off", "--maintenance", "one of them");
    typed(USAGE, "drain --http $API --off --wait", "--off", "--wait", "one of them");
    typed(USAGE, "keys --http $API --use a --remove b", "one step at a time", "--install");
    typed(USAGE, "keys --http $API --list --use a", "--list", "--use", "give one");
    typed(NO, "keys --http $API --install=@/nope", "/nope", "no such file");
    typed(USAGE, "join --http $API host:99999", "host:99999", "0 to 65535");
    typed(NO, "force-leave --http $API nobody", "no failed or left member", "leaves by itself");
    typed(NO, "rtt --http $API nobody", "there is no member nobody");
  }

  private void addresses() {
    typed(UNREACHABLE, "members --http $NOWHERE", "no agent answers at", "--http or HEARSAY_HTTP");
    typed(
        UNREACHABLE,
        "health --health $NOWHERE",
        "no agent answers at",
        "--health or HEARSAY_HEALTH");
    typed(USAGE, "members --http localhost", "--http \"localhost\"", "ADDR:PORT");
    typed(USAGE, "members --http 127.0.0.1:x", "--http \"127.0.0.1:x\"", "0 to 65535");
    typed(USAGE, "health --health :", "--health \":\"", "HOST:PORT");
    typed(NO, "info --http $API --token-file /nope", "--token-file /nope", "no such file");
  }

  private void settings() {
    typed(USAGE, "agent --advertise=10.0.0.0/99", "--advertise \"10.0.0.0/99\"", "10.0.0.0/8");
    typed(USAGE, "agent --advertise=10.0.0.300", "--advertise", "no IP address", "eth0");
    typed(USAGE, "agent --advertise=10.0.0.3:0", "--advertise", "port 0");
    typed(USAGE, "agent --bind nonsense", "--bind \"nonsense\"", "0.0.0.0:7946");
    typed(USAGE, "agent --profile speedy", "--profile \"speedy\"", "container");
    typed(USAGE, "agent --name a/b", "--name \"a/b\"", "letters, digits");
    typed(USAGE, "agent --check gopher://x", "--check \"gopher://x\"", "http://HOST:PORT/PATH");
    typed(USAGE, "agent --http 127.0.0.1:99999", "--http \"127.0.0.1:99999\"", "0 to 65535");
    typed(USAGE, "agent --keyring $DIR/nope", "--keyring", "no such file");
    typed(USAGE, "agent --config $DIR/nope", "--config", "there is no file");
    typed(
        USAGE,
        "agent --config $DIR/typo.properties",
        "hearsay.lable",
        "did you mean hearsay.label");
    typed(USAGE, "agent --force=perhaps", "perhaps");
  }

  private void tags() {
    typed(USAGE, "agent --tag novalue", "--tag \"novalue\"", "KEY=VALUE");
    typed(
        USAGE,
        "agent --tag weight=heavy",
        "--tag weight=heavy",
        "0 to 256, such as 100",
        "--force takes it");
    typed(USAGE, "agent --tag port=http", "--tag port=http", "1 to 65535, such as 3000", "--force");
    typed(USAGE, "agent --role balancr", "--role balancr", "did you mean balancer?", "--force");
    typed(USAGE, "agent --tag role=Backend", "role=Backend", "did you mean role=backend?");
    typed(
        USAGE,
        "agent --config $DIR/tags.properties",
        "hearsay.tag in ",
        "zone=a b",
        "letters, digits");
    typed(
        NO,
        "tags --http $API --set weight=heavy",
        "weight=heavy",
        "0 to 256, such as 100",
        "hearsay tags --force");
    typed(NO, "tags --http $API --set port=0", "port=0", "1 to 65535", "--force");
    typed(NO, "tags --http $API --set host=-x", "host=-x", "shop.example", "--force");
    typed(NO, "tags --http $API --set path=api", "path=api", "/api", "--force");
    typed(NO, "tags --http $API --set service=a/b", "service=a/b", "such as web", "--force");
    typed(NO, "tags --http $API --set role=bakcend", "did you mean role=backend?", "--force");
  }

  private void bodies() {
    sent(DRAIN, "{\"onn\":true}", "no field \"onn\"", "{\"on\":true}");
    sent(DRAIN, "{}", "\"on\" is missing");
    sent(DRAIN, "{\"on\":\"yes\"}", "\"on\" takes true or false");
    sent(DRAIN, "{\"on\":1}", "\"on\" takes true or false");
    sent(DRAIN, "{\"on\":null}", "\"on\" takes true or false");
    sent(DRAIN, "{\"on\":true,\"on\":false}", "\"on\" is there twice");
    sent(DRAIN, "{\"on\":true,\"wait\":\"5s\"}", "\"wait\" takes true or false");
    sent(DRAIN, "{\"on\":false,\"maintenance\":true}", "\"maintenance\":true", "\"on\":true");
    sent(DRAIN, "{\"on\":false,\"wait\":true}", "\"wait\":true", "\"on\":true");
    sent(DRAIN, "{\"on\":true} {\"on\":false}", "something follows");
    sent(DRAIN, "", "there is no body", "\"on\":true");
    sent(DRAIN, "true", "no JSON object");
    sent(JOIN, "{\"seed\":[\"a\"]}", "no field \"seed\"", "\"seeds\"");
    sent(JOIN, "{\"seeds\":\"a\"}", "\"seeds\" takes a list of strings");
    sent(JOIN, "{\"seeds\":[1]}", "\"seeds\" may hold strings only");
    sent(JOIN, "{\"seeds\":[\"a:x\"]}", "0 to 65535");
    sent(KEYS, "{\"op\":\"install\"}", "\"key\" is missing");
    sent(KEYS, "{\"key\":\"x\"}", "\"op\" is missing");
    sent(KEYS, "{\"op\":\"eat\",\"key\":\"x\"}", "install, use or remove");
    sent(KEYS, "{\"op\":\"use\",\"key\":[\"x\"]}", "\"key\" takes a string");
  }

  private void tagsInJson() {
    sent(TAGS, "{}", "\"delete\" is missing", "one of both");
    sent(TAGS, "{\"sett\":{}}", "no field \"sett\"", "\"set\"");
    sent(TAGS, "{\"set\":[\"a\"]}", "\"set\" takes an object with strings");
    sent(TAGS, "{\"set\":{\"weight\":100}}", "\"weight\" is no string");
    sent(TAGS, "{\"set\":{\"a\":\"1\",\"a\":\"2\"}}", "\"set\": \"a\" is there twice");
    sent(TAGS, "{\"delete\":{\"a\":\"b\"}}", "\"delete\" takes a list of strings");
    sent(TAGS, "{\"set\":{},\"force\":\"yes\"}", "\"force\" takes true or false");
    sent(
        TAGS,
        "{\"set\":{\"weight\":\"300\"}}",
        "weight=300",
        "0 to 256, such as 100",
        "\"force\":true");
    sent(
        TAGS,
        "{\"set\":{\"role\":\"balancers\"}}",
        "did you mean role=balancer?",
        "\"force\":true");
    sent(TAGS + "?force=maybe", "{\"set\":{\"a\":\"b\"}}", "force takes true or false");
  }
}
