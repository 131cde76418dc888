/** Finds the members of one network by multicast DNS. */
package io.hearsay.membership.mdns;
