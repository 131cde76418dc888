package io.hearsay.output;

/**
 * How the agent logs.
 *
 * @param format of its lines
 * @param level of what is logged
 */
public record LogSettings(LogFormat format, LogLevel level) {}
