package io.hearsay.membership;

/**
 * Something that a user told all members.
 *
 * @param from the member that was told first, empty if it is not known here
 * @param name at most 64 bytes; from another host: check it before it goes anywhere
 * @param payload at most 512 bytes, as text; from another host as well
 */
public record UserEvent(String from, String name, String payload) {}
