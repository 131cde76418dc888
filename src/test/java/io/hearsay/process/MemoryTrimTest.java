package io.hearsay.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be given back is decided from smaps alone; one page too many would lose data. */
class MemoryTrimTest {
  private static final String PROGRAM = " /usr/local/bin/hearsay";

  private static List<String> mapping(String head, int privateDirty, int anonymous) {
    return List.of(
        head,
        "Size:               1024 kB",
        "Private_Clean:       512 kB",
        "Private_Dirty:         " + privateDirty + " kB",
        "Anonymous:             " + anonymous + " kB",
        "VmFlags: rd ex mr mw me");
  }

  @Test
  void cleanCodeIsGivenBack() {
    assertThat(
            MemoryTrim.cleanRanges(
                mapping("00400000-00500000 r-xp 00000000 fe:00 42   " + PROGRAM, 0, 0), PROGRAM))
        .containsExactly(new MemoryTrim.Range(0x400000, 0x100000));
  }

  @Test
  void pagesWrittenByTheLoaderStay() {
    assertThat(
            MemoryTrim.cleanRanges(
                mapping("00400000-00500000 r--p 00000000 fe:00 42   " + PROGRAM, 4, 4), PROGRAM))
        .isEmpty();
  }

  @Test
  void writableMappingsStay() {
    assertThat(
            MemoryTrim.cleanRanges(
                mapping("00400000-00500000 rw-p 00000000 fe:00 42   " + PROGRAM, 0, 0), PROGRAM))
        .isEmpty();
  }

  @Test
  void otherFilesAndAnonymousMappingsStay() {
    var other = mapping("7f0000000000-7f0000100000 r-xp 00000000 fe:00 7    /lib/libc.so.6", 0, 0);
    var none = mapping("7f0000200000-7f0000300000 r--p 00000000 00:00 0", 0, 0);
    assertThat(MemoryTrim.cleanRanges(other, PROGRAM)).isEmpty();
    assertThat(MemoryTrim.cleanRanges(none, PROGRAM)).isEmpty();
  }
}
