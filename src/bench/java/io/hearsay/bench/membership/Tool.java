package io.hearsay.bench.membership;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the two programs that are compared: how to start, use and understand it. */
interface Tool {
  /** Its name in the table. */
  String name();

  /** Its version, or what the program says about it. */
  String version();

  /**
   * The command of an agent with encryption on.
   *
   * @param seeds addresses of other members, which may not be up yet
   */
  List<String> command(String name, String address, List<String> seeds);

  /** The variables that are set in an agent's environment besides the user's own. */
  Map<String, String> environment();

  /** Whether this line of its log says that the agent is up. */
  boolean up(String line);

  /** Parses what a line of an agent's log says about a member. */
  Optional<Sighting> read(long at, String observer, String line);

  /** The signal on which it leaves gracefully. */
  String leaveSignal();

  /** Changes a tag of the agent at that address. */
  void setTag(String address, String key, String value);

  /** Deletes a tag of the agent at that address. */
  void deleteTag(String address, String key);

  /**
   * The members that the agent at that address lists.
   *
   * @throws io.hearsay.testkit.Failure if it does not answer
   */
  List<Listed> members(String address);

  /**
   * A member as another one lists it.
   *
   * @param address without the port
   * @param alive whether it is neither left nor failed nor suspect
   */
  record Listed(String name, String address, boolean alive, Map<String, String> tags) {
    /** Parses JSON, in which both tools use the same names except for the address. */
    @SuppressWarnings("unchecked")
    static Listed of(Map<String, Object> member, String address) {
      var tags = (Map<String, String>) member.get("tags");
      return new Listed(
          (String) member.get("name"),
          address,
          "alive".equals(member.get("status")),
          tags == null ? Map.of() : tags);
    }
  }
}
