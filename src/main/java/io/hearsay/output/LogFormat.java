package io.hearsay.output;

/** The format of log lines. */
public enum LogFormat {
  /** Date with zone, level, category and message, for people. */
  TEXT,

  /** One JSON object per line, for machines: {@link JsonLines}. */
  JSON
}
