package io.hearsay.membership;

/**
 * An event or a query that a user sent to the members.
 *
 * @param from the member that it was sent from; empty if that is not known here
 * @param name at most 64 bytes; from another host, so check it before using it
 * @param payload at most 512 bytes; from another host, too
 * @param time its time on the cluster's Lamport clock of events or of queries: the same on all
 *     members, and higher than that of all that its sender had seen
 * @param coalesce whether handlers that gather events need only the last one of this name
 */
public record UserEvent(String from, String name, Payload payload, long time, boolean coalesce) {}
