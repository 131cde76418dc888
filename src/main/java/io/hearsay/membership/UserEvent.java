package io.hearsay.membership;

/**
 * Something that a user told all members, or asked them.
 *
 * @param from the member that was told first, empty if it is not known here
 * @param name at most 64 bytes; from another host: check it before it goes anywhere
 * @param payload at most 512 bytes; from another host as well
 * @param time its number on the cluster's Lamport clock of events, or that of queries: the same on
 *     all members, higher than that of each one that its teller had heard of
 * @param coalesce whether the last event of its name will do for who waits for more
 */
public record UserEvent(String from, String name, Payload payload, long time, boolean coalesce) {}
