package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The effect of a claim: what was known, what is claimed, and then what is known, broadcast and
 * asked.
 */
class StateMergerTest {

  private static MemberRecord peer(String known) {
    var words = known.split(" ");
    return RulesBench.peer(State.valueOf(words[0]), Long.parseLong(words[1]));
  }

  /** A record about the member: of its boot, of an older or newer one, or from elsewhere. */
  private static MemberRecord claim(String[] words) {
    var state = State.valueOf(words[1]);
    long incarnation = Long.parseLong(words[2]);
    return switch (words[0]) {
      case "claim" -> RulesBench.peer(state, incarnation);
      case "moved" ->
          RulesBench.record(
              "peer", new BootId(RulesBench.EPOCH, RulesBench.PEER), 9, incarnation, state);
      case "older" ->
          RulesBench.record("peer", new BootId(RulesBench.EPOCH - 5, 77), 9, incarnation, state);
      case "newer" ->
          RulesBench.record("peer", new BootId(RulesBench.EPOCH + 5, 77), 9, incarnation, state);
      case "reborn" ->
          RulesBench.record(
              "peer", new BootId(RulesBench.EPOCH + 5, RulesBench.PEER), 2, incarnation, state);
      case "future" ->
          RulesBench.record(
              "peer", new BootId(RulesBench.EPOCH + Forgery.YEARS, 77), 9, incarnation, state);
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private static void say(RulesBench bench, String said) {
    var words = said.split(" ");
    switch (words[0]) {
      case "suspect" ->
          bench.merger.suspect(
              new Message.Suspect(
                  RulesBench.PEER, Long.parseLong(words[1]), Evidence.valueOf(words[2]), 8));
      case "failed" ->
          bench.merger.failed(
              new Message.Failed(
                  RulesBench.PEER, Long.parseLong(words[1]), Evidence.valueOf(words[2]), 8));
      case "leave" ->
          bench.merger.left(new Message.Leave(RulesBench.PEER, Long.parseLong(words[1])));
      default -> bench.merger.claim(claim(words), true, StateMerger.Source.RUMOUR);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = TABLE)
  void aClaimAboutAMember(String known, String said, String then, String tells, String asks) {
    var bench = new RulesBench();
    if (!known.equals("-")) {
      bench.know(peer(known));
    }

    say(bench, said);

    var outcome = "%s | %s | %s".formatted(bench.knows("peer"), bench.tells(), text(bench));
    assertThat(outcome).isEqualTo("%s | %s | %s".formatted(then, tells, asks));
  }

  private static String text(RulesBench bench) {
    return bench.asked.isEmpty() ? "-" : String.join(", ", bench.asked);
  }

  private static final String TABLE =
      """
      -         | claim ALIVE 3             | ALIVE 3          | ALIVE 3           | 'glance peer, news'
      -         | claim SUSPECT 3           | ALIVE 3          | ALIVE 3           | 'verify peer, news'
      -         | claim FAILED 3            | FAILED 3         | -                 | '-'
      -         | claim LEFT 3              | LEFT 3           | -                 | '-'
      -         | claim ALIVE 1099511627777 | -                | -                 | '-'
      -         | suspect 3 GONE            | -                | -                 | '-'
      -         | failed 3 GONE             | -                | -                 | '-'
      -         | leave 3                   | -                | -                 | '-'
      ALIVE 5   | claim ALIVE 4             | ALIVE 5          | -                 | '-'
      ALIVE 5   | claim ALIVE 5             | ALIVE 5          | -                 | '-'
      ALIVE 5   | claim ALIVE 6             | ALIVE 6          | ALIVE 6           | 'news'
      ALIVE 5   | claim ALIVE 4294967301    | ALIVE 4294967301 | ALIVE 4294967301  | 'news'
      ALIVE 5   | claim ALIVE 4294967302    | ALIVE 5          | -                 | 'warn 2 ALIVE 4294967302'
      ALIVE 5   | claim ALIVE 1099511627777 | ALIVE 5          | -                 | '-'
      ALIVE 5   | claim SUSPECT 5           | ALIVE 5          | -                 | '-'
      ALIVE 5   | claim SUSPECT 6           | ALIVE 6          | ALIVE 6           | 'news, verify peer'
      ALIVE 5   | claim FAILED 4            | ALIVE 5          | -                 | '-'
      ALIVE 5   | claim FAILED 5            | ALIVE 5          | -                 | 'verify peer'
      ALIVE 5   | claim LEFT 4              | ALIVE 5          | -                 | '-'
      ALIVE 5   | claim LEFT 5              | LEFT 5           | leave 5           | 'news, warn 2 leave 5'
      ALIVE 5   | claim LEFT 1029           | LEFT 1029        | leave 1029        | 'news, warn 2 leave 1029'
      ALIVE 5   | claim LEFT 1030           | ALIVE 5          | -                 | '-'
      ALIVE 5   | moved ALIVE 5             | ALIVE 5          | -                 | '-'
      ALIVE 5   | moved ALIVE 6             | ALIVE 6          | ALIVE 6           | 'news, warn 2 ALIVE 6'
      ALIVE 5   | older ALIVE 9             | ALIVE 5          | -                 | '-'
      ALIVE 5   | newer ALIVE 0             | ALIVE 0          | ALIVE 0           | 'warn 2 ALIVE 0, news'
      ALIVE 5   | newer SUSPECT 0           | ALIVE 0          | ALIVE 0           | 'warn 2 SUSPECT 0, news'
      ALIVE 5   | newer FAILED 0            | ALIVE 5          | -                 | 'warn 2 FAILED 0, verify peer'
      ALIVE 5   | newer LEFT 0              | ALIVE 5          | -                 | 'warn 2 LEFT 0, verify peer'
      ALIVE 5   | reborn ALIVE 0            | ALIVE 0          | ALIVE 0           | 'news'
      ALIVE 5   | future FAILED 0           | ALIVE 5          | -                 | '-'
      ALIVE 5   | suspect 4 GONE            | ALIVE 5          | -                 | '-'
      ALIVE 5   | suspect 5 GONE            | SUSPECT 5        | suspect 5 by 8    | 'news, verify peer'
      ALIVE 5   | suspect 6 SILENT          | SUSPECT 5        | suspect 6 by 8    | 'news, verify peer'
      ALIVE 5   | suspect 1029 GONE         | SUSPECT 5        | suspect 1029 by 8 | 'news, verify peer'
      ALIVE 5   | suspect 1030 GONE         | ALIVE 5          | -                 | '-'
      ALIVE 5   | failed 4 GONE             | ALIVE 5          | -                 | '-'
      ALIVE 5   | failed 5 GONE             | FAILED 5         | failed 5 by 8     | 'news'
      ALIVE 5   | failed 1029 GONE          | FAILED 1029      | failed 1029 by 8  | 'news'
      ALIVE 5   | failed 1030 GONE          | ALIVE 5          | -                 | '-'
      ALIVE 5   | leave 4                   | ALIVE 5          | -                 | '-'
      ALIVE 5   | leave 5                   | LEFT 5           | leave 5           | 'news, warn 2 leave 5'
      SUSPECT 5 | claim ALIVE 5             | SUSPECT 5        | -                 | '-'
      SUSPECT 5 | claim ALIVE 6             | ALIVE 6          | ALIVE 6           | 'news'
      SUSPECT 5 | claim SUSPECT 6           | ALIVE 6          | ALIVE 6           | 'news, verify peer'
      SUSPECT 5 | claim FAILED 5            | SUSPECT 5        | -                 | 'verify peer'
      SUSPECT 5 | suspect 4 GONE            | SUSPECT 5        | -                 | '-'
      SUSPECT 5 | suspect 5 UNREACHABLE     | SUSPECT 5        | -                 | '-'
      SUSPECT 5 | suspect 5 GONE            | SUSPECT 5        | suspect 5 by 8    | 'news'
      SUSPECT 5 | failed 5 UNREACHABLE      | FAILED 5         | failed 5 by 8     | 'news'
      SUSPECT 5 | leave 6                   | LEFT 6           | leave 6           | 'news, warn 2 leave 6'
      SUSPECT 5 | newer ALIVE 0             | ALIVE 0          | ALIVE 0           | 'warn 2 ALIVE 0, news'
      FAILED 5  | claim ALIVE 5             | FAILED 5         | -                 | '-'
      FAILED 5  | claim ALIVE 6             | ALIVE 6          | ALIVE 6           | 'news'
      FAILED 5  | claim FAILED 6            | FAILED 5         | -                 | '-'
      FAILED 5  | claim LEFT 5              | LEFT 5           | leave 5           | 'news'
      FAILED 5  | suspect 5 GONE            | FAILED 5         | -                 | '-'
      FAILED 5  | failed 5 GONE             | FAILED 5         | -                 | '-'
      FAILED 5  | leave 4                   | FAILED 5         | -                 | '-'
      FAILED 5  | leave 5                   | LEFT 5           | leave 5           | 'news'
      FAILED 5  | newer ALIVE 0             | ALIVE 0          | ALIVE 0           | 'news'
      FAILED 5  | newer LEFT 0              | LEFT 0           | leave 0           | 'news'
      LEFT 5    | claim ALIVE 5             | LEFT 5           | -                 | '-'
      LEFT 5    | claim ALIVE 6             | ALIVE 6          | ALIVE 6           | 'news'
      LEFT 5    | claim FAILED 6            | LEFT 5           | -                 | '-'
      LEFT 5    | suspect 6 GONE            | LEFT 5           | -                 | '-'
      LEFT 5    | failed 6 GONE             | LEFT 5           | -                 | '-'
      LEFT 5    | leave 6                   | LEFT 5           | -                 | '-'
      LEFT 5    | newer ALIVE 0             | ALIVE 0          | ALIVE 0           | 'news'
      """;
}
