package io.hearsay.e2e;

/**
 * One line of the table.
 *
 * @param story the name of the story that it belongs to
 * @param what was measured
 * @param figure how it was
 * @param target what it should be, empty if it is only told
 * @param verdict whether it is
 */
record Row(String story, String what, String figure, String target, Verdict verdict) {
  /** What a figure is worth. */
  enum Verdict {
    TOLD(""),
    OK("ok"),
    /** Over its limit, but not by more than a slow machine explains. */
    SLOW("slow"),
    MISSED("MISSED"),
    /** Missed by a story that was then played again. */
    AGAIN("missed, played again");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    boolean fails() {
      return this == MISSED;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  Row forgiven() {
    return verdict.fails() ? new Row(story, what, figure, target, Verdict.AGAIN) : this;
  }
}
