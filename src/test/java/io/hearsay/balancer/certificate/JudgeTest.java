package io.hearsay.balancer.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearsay.balancer.TestCertificate;
import io.hearsay.balancer.apply.LocalHost;
import io.hearsay.balancer.model.BalancerSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which certificates may be served, and what is reported of those that may not. */
class JudgeTest {
  @TempDir Path dir;

  private Judge at(Instant time) {
    return new Judge(
        new LocalHost(BalancerSettings.defaults(dir.resolve("haproxy.cfg"))),
        dir.resolve("kept"),
        Clock.fixed(time, ZoneOffset.UTC));
  }

  @Test
  void anExpiredCertificateReplacesNoOtherButIsBetterThanNone() throws Exception {
    var before = Pem.parse(TestCertificate.of("a").pem());
    var next = Pem.parse(TestCertificate.of("a").pem());
    var late = next.expires().plusSeconds(1);

    assertThat(at(Instant.now()).byTime(next, Optional.of(before))).isEmpty();
    assertThat(at(late).byTime(next, Optional.of(before)).orElseThrow()).contains("has expired on");
    assertThat(at(next.begins().minus(Duration.ofHours(1))).byTime(next, Optional.of(before)))
        .hasValueSatisfying(why -> assertThat(why).contains("valid from"));
    // It is better than no answer at all, and the one in use need not be refused.
    assertThat(at(late).byTime(next, Optional.empty())).isEmpty();
    assertThat(at(late).byTime(next, Optional.of(next))).isEmpty();
  }

  @Test
  void haproxySaysWhichOfSeveralAreWrong() throws Exception {
    var good = TestCertificate.of("a");
    var all = new TreeMap<String, Pem>();
    all.put("good", Pem.parse(good.pem()));
    all.put("mixed", Pem.parse(TestCertificate.of("b").chain() + good.key()));

    assertThat(at(Instant.now()).byHaproxy(all))
        .isEqualTo(
            Map.of(
                "mixed",
                "HAProxy says: inconsistencies between private key and certificate loaded"));
    assertThat(dir.resolve("kept")).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "'parsing [q/question.cfg:4] : ''bind 127.0.0.1:1'' in section ''frontend'' : ''crt-list'' :"
        + " unable to load certificate from file ''q/question-0.tmp''.',"
        + " unable to load certificate from file",
    "'x : ''crt-list'' : error processing line 1 in file ''q/question.list'' : wrong"
        + " ''q/question-0.tmp''. more',wrong",
    "did not end,did not end"
  })
  void haproxysMessageIsReportedWithoutOurOwnFileNames(String said, String told) {
    assertThat(Judge.inShort(said)).isEqualTo("HAProxy says: " + told);
  }

  @Test
  void extraTextThatToolsWriteIsLeftOut() throws Exception {
    var made = TestCertificate.of("a");
    var noisy = "Bag Attributes\n\n  subject=a\n" + made.chain() + "\n\n" + made.key() + "\r\n\r\n";

    var pem = Pem.parse(noisy.replace("\n", "\r\n"));

    assertThat(pem.text()).isEqualTo(made.pem());
    assertThat(pem.toString()).doesNotContain("BEGIN");
  }

  @Test
  void anIncompleteCertificateIsRefusedWithoutHaproxy() throws Exception {
    var made = TestCertificate.of("a");
    refused(made.chain(), "no private key");
    refused(made.key(), "no certificate");
    refused(made.pem() + made.key(), "more than one");
    refused(made.pem().substring(0, 200), "cut off");
    refused(made.pem().substring(0, made.pem().length() - 30), "cut off");
    refused(made.pem().replace("MI", "M\u0001"), "cut off");
    refused(made.chain() + made.key().replace("PRIVATE", "ENCRYPTED PRIVATE"), "encrypted");
    refused(
        made.chain() + made.key().replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\nM"),
        "encrypted");
    refused("", "no certificate");
  }

  private static void refused(String text, String why) {
    assertThatThrownBy(() -> Pem.parse(text))
        .isInstanceOf(RefusedCertificate.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("MI");
  }
}
