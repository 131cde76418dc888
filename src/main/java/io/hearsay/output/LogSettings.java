package io.hearsay.output;

/**
 * How the agent logs.
 *
 * @param format of the log lines
 * @param level the least severe level that is logged
 */
public record LogSettings(LogFormat format, LogLevel level) {}
