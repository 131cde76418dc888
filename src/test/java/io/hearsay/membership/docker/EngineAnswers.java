package io.hearsay.membership.docker;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a container engine answers. */
public final class EngineAnswers {
  private EngineAnswers() {}

  /** A list of containers, each with these addresses in a network of its own for each. */
  public static String containers(String... addresses) {
    return Arrays.stream(addresses)
        .map(
            all ->
                """
                {"Id":"8dfafdbc3a40","Names":["/web"],"Labels":{"role":"web"},"State":"running",
                 "HostConfig":{"NetworkMode":"front"},"NetworkSettings":{"Networks":{%s}}}"""
                    .formatted(networks(all.split(" "))))
        .collect(Collectors.joining(",\n", "[", "]\n"));
  }

  private static String networks(String... addresses) {
    return Arrays.stream(addresses)
        .map(
            ip ->
                """
                "net-%s":{"Gateway":"","%s":"%s","IPPrefixLen":24}"""
                    .formatted(ip, ip.contains(":") ? "GlobalIPv6Address" : "IPAddress", ip))
        .collect(Collectors.joining(","));
  }

  /** The answer with that status, whose body's length is given. */
  public static String measured(int status, String body) {
    return "HTTP/1.1 "
        + status
        + " Said\r\nApi-Version: 1.45\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** The same until the connection ends, as HTTP/1.0 has it. */
  static String open(String body) {
    return "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + body;
  }

  /** The same in chunks of this many characters. */
  static String chunked(String body, int size) {
    var text = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int at = 0; at < body.length(); at += size) {
      var chunk = body.substring(at, Math.min(body.length(), at + size));
      text.append(Integer.toHexString(chunk.length())).append(";x=y\r\n").append(chunk);
      text.append("\r\n");
    }
    return text.append("0\r\n\r\n").toString();
  }
}
