package io.hearsay.testkit.load;

/**
 * A complete answer.
 *
 * @param status the HTTP status
 * @param backend the node that says it answered; empty if none does
 * @param keepAlive whether the connection may be used again
 */
public record Answer(int status, String backend, boolean keepAlive) {}
