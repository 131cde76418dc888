package io.hearsay.output;

/** What a line of the log looks like. */
public enum LogFormat {
  /** Date with zone, level, category and message, for people. */
  TEXT,

  /** A JSON object a line, for machines: {@link JsonLines}. */
  JSON
}
