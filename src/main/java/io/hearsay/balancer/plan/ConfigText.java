package io.hearsay.balancer.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A rendered configuration, split into its server lines and everything else. It works on the text,
 * not on the data behind it, and so for a user's template as well as for the built-in one: two
 * configurations whose other lines are identical differ in their servers only.
 *
 * @param frame all lines except server lines and comments, with a placeholder for a backend's
 *     servers
 * @param backends by name
 * @param defaults first words of the lines of all {@code defaults} sections
 * @param lines the server lines, by their text
 */
public record ConfigText(
    List<String> frame,
    Map<String, Backend> backends,
    Set<String> defaults,
    Map<String, ServerLine> lines) {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern QUOTING = Pattern.compile("[\"'\\\\#$]");
  private static final Set<String> PAIRS = Set.of("balance", "hash-type");
  private static final Pattern WEIGHT = Pattern.compile("[0-9]{1,3}");

  /**
   * A {@code backend} or {@code listen} section.
   *
   * @param servers by name, in the order of the text
   * @param words first words of its other lines; the first two of {@code balance} and {@code
   *     hash-type} lines
   */
  public record Backend(Map<String, ServerLine> servers, Set<String> words) {}

  /**
   * One server line.
   *
   * @param address as written, with the port
   * @param weight as written; 1 if there is none, as in HAProxy
   * @param disabled whether the line has this keyword
   * @param rest all other words, in order
   */
  public record ServerLine(
      String name, String address, int weight, boolean disabled, List<String> rest) {
    /** Whether HAProxy checks its health. */
    public boolean checked() {
      return rest.contains("check");
    }
  }

  /** Parses a configuration; empty if it has server lines that are not understood. */
  public static Optional<ConfigText> parse(String text) {
    return new Parser(Map.of()).parse(text);
  }

  /** Parses the configuration that follows this one, reusing the server lines that are the same. */
  public Optional<ConfigText> parseNext(String text) {
    return new Parser(lines).parse(text);
  }

  /** The server of that name, if there is one. */
  public Optional<ServerLine> server(String backend, String name) {
    return Optional.ofNullable(backends.get(backend)).map(b -> b.servers().get(name));
  }

  /**
   * The frame without the placeholders of backends that have no servers in one of the two texts:
   * where their servers are listed makes no difference.
   */
  List<String> frameBeside(ConfigText other) {
    return frame.stream()
        .filter(line -> line.charAt(0) != '\0' || other.hasServers(line.substring(1)))
        .toList();
  }

  private boolean hasServers(String backend) {
    var found = backends.get(backend);
    return found != null && !found.servers().isEmpty();
  }

  private static final class Parser {
    private final List<String> frame = new ArrayList<>();
    private final Map<String, Backend> backends = new LinkedHashMap<>();
    private final Set<String> defaults = new HashSet<>();
    private final Set<String> marked = new HashSet<>();
    private final Map<String, ServerLine> lines = new HashMap<>();
    private final Map<String, ServerLine> known;
    private String backend = "";
    private boolean inDefaults;

    /** A parser that reuses known server lines. */
    Parser(Map<String, ServerLine> known) {
      this.known = known;
    }

    Optional<ConfigText> parse(String text) {
      for (var line : text.lines().toList()) {
        var same = backend.isEmpty() ? null : known.get(line);
        if (same != null ? !add(line, same) : !read(line)) {
          return Optional.empty();
        }
      }
      return Optional.of(new ConfigText(frame, backends, defaults, lines));
    }

    /** Parses a line; false if it is not understood. */
    private boolean read(String line) {
      if (Sections.isSilent(line)) {
        return true;
      }
      var trimmed = line.trim();
      var words = SPACE.split(trimmed, 3);
      if (Sections.begins(line, words[0]) && !section(words)) {
        return false;
      }
      if (words[0].equals("server") && !backend.isEmpty()) {
        var server = server(trimmed);
        return server.isPresent() && add(line, server.get());
      }
      frame.add(line);
      var traits = inDefaults ? defaults : backend.isEmpty() ? null : backends.get(backend).words();
      if (traits != null) {
        traits.add(words[0]);
        if (PAIRS.contains(words[0]) && words.length > 1) {
          traits.add(words[0] + " " + words[1]);
        }
      }
      return true;
    }

    /** Adds a server; false if the backend already has one of that name. */
    private boolean add(String line, ServerLine server) {
      // One placeholder per backend, wherever its servers are listed.
      if (marked.add(backend)) {
        frame.add("\0" + backend);
      }
      lines.put(line, server);
      return backends.get(backend).servers().put(server.name(), server) == null;
    }

    /**
     * Begins a section; false if there is already a backend of that name, which HAProxy would
     * refuse.
     */
    private boolean section(String[] words) {
      backend = Sections.backend(words);
      inDefaults = words[0].equals("defaults");
      return backend.isEmpty()
          || backends.putIfAbsent(backend, new Backend(new LinkedHashMap<>(), new HashSet<>()))
              == null;
    }

    private static Optional<ServerLine> server(String line) {
      var words = SPACE.split(line, -1);
      if (words.length < 3 || QUOTING.matcher(line).find()) {
        return Optional.empty();
      }
      int weight = 1;
      boolean disabled = false;
      var rest = new ArrayList<String>();
      for (int i = 3; i < words.length; i++) {
        var word = words[i];
        if (word.equals("weight")) {
          i++;
          if (i == words.length || !WEIGHT.matcher(words[i]).matches()) {
            return Optional.empty();
          }
          weight = Integer.parseInt(words[i]);
        } else if (word.equals("disabled")) {
          disabled = true;
        } else {
          rest.add(word);
        }
      }
      return Optional.of(
          new ServerLine(words[1], words[2], weight, disabled, Collections.unmodifiableList(rest)));
    }
  }
}
